package io.loyaltymirror.sync;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.harness.Coverage;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.QuickRecovery;
import io.loyaltymirror.mirror.Hold;
import io.loyaltymirror.mirror.Holds;
import io.loyaltymirror.mirror.Publication;
import io.loyaltymirror.mirror.SqlTransaction;
import io.loyaltymirror.upstream.Upstream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The drift model end to end: scans of a chain of several pages while people edit it, answers go wrong in every way, and
 * upstream does one thing or the other where nobody documents what it does. {@code -Dtest.seed=S}; threads race, so that a
 * seed repeats the draws and not the instants. {@code -Ddrift.e2e=N} runs.
 */
@QuarkusTest
@TestProfile(DriftTest.SmallPages.class)
class DriftTest {

    private static final int RUNS = Integer.getInteger("drift.e2e", 200);

    private static final long SEED = Long.getLong("test.seed", 20261125);

    /** From so many on everything has happened, whatever the seed. */
    private static final int ENOUGH = 200;

    private static final ChainId CHAIN = new ChainId(54);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Five pages; above 25 rows so that a page can be clamped. */
    public static class SmallPages extends QuickRecovery {

        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = new HashMap<>(super.getConfigOverrides());
            config.put("mirror.upstream.page-size", "30");
            config.put("mirror.upstream.timeout", "150ms");
            config.put("mirror.upstream.retry.delay", "5ms");
            config.put("mirror.upstream.retry.jitter", "2ms");
            config.put("mirror.upstream.breaker.delay", "50ms");
            return config;
        }
    }

    @Inject
    SyncJob job;

    @Inject
    Holds holds;

    @Inject
    Publication publication;

    @Inject
    Upstream upstream;

    @Inject
    Pool pool;

    Mirror mirror;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Coverage coverage = new Coverage();
    private OwnChain chain;
    private DriftEditor editor;
    private DriftRules rules;
    private DriftWeather weather;

    private void begin() {
        mirror.awaitFirstSync();
        mirror.database().execute("UPDATE chain SET enabled = false");
        new Quiet(mirror, job).await();
        chain = new OwnChain(mirror, job, CHAIN.value());
        chain.make(130, 40);
        editor = new DriftEditor(chain, random.split(), coverage, this::writeThrough);
        rules = new DriftRules(SEED, new DriftReplay(mirror.database(), CHAIN.value()), editor, coverage);
        weather = new DriftWeather(mirror.sandbox(), SEED, coverage);
    }

    @Test
    void mirrorNeverLiesAndIsUpstreamInTheEnd() {
        begin();
        for (int run = 0; run < RUNS; run++) {
            weather.of(run);
            Kind kind = random.nextInt(3) == 0 ? Kind.MEMBERSHIP_TYPE : Kind.CERTIFICATE_TYPE;
            Runnable stop = editor.start(1 + random.nextInt(12));
            long begun = System.nanoTime();
            RunAccount account = chain.scan(kind);
            stop.run();
            rules.hold(run, account, begun, mirror.sandbox().settings());
            between(run);
        }
        rest();
        weather.count();
        System.out.printf("Drift: %d runs, seed %d: %s%n", RUNS, SEED, coverage);
        if (RUNS >= ENOUGH) {
            weather.allHappened();
        }
    }

    private void between(int run) {
        Duration[] intervals = {
            Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofMinutes(40), Duration.ofDays(1)
        };
        chain.later(intervals[random.nextInt(intervals.length)]);
        if (run % 6 == 0) {
            release();
        }
        if (run % 25 == 24) {
            editor.rows(Kind.CERTIFICATE_TYPE).ids().stream()
                    .limit(30)
                    .forEach(id -> editor.delete(Kind.CERTIFICATE_TYPE, id));
            coverage.count("mass delete");
        }
    }

    /** What upstream answers for a type goes through to the mirror; where reads are late there is no such answer. */
    private void writeThrough(Kind kind, long id) {
        if (mirror.sandbox().settings().undocumented().readLagMs() > 0) {
            return;
        }
        try {
            upstream.chain(CHAIN, true)
                    .type(kind, id)
                    .chain(type -> SqlTransaction.in(
                            pool, tx -> publication.writeThrough(tx, CHAIN, kind, type.type(), now())))
                    .await()
                    .atMost(PATIENCE);
            coverage.count("written through");
        } catch (RuntimeException unanswered) {
            coverage.count("write without an answer");
        }
    }

    private Instant now() {
        return OffsetDateTime.parse(mirror.database()
                        .text("SELECT to_char(mirror_now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"))
                .toInstant();
    }

    private void release() {
        for (Kind kind : Kind.values()) {
            Hold released =
                    holds.release(CHAIN, kind, "the test", "drift").await().atMost(PATIENCE);
            coverage.count("released", released == null ? 0 : released.types());
        }
    }

    /** Nobody edits, nothing goes wrong, and somebody looks at what is held. */
    private void rest() {
        weather.calm();
        for (Kind kind : Kind.values()) {
            editor.mend(kind);
        }
        // As many as it takes to ask for all that are suspected, twenty a run.
        for (int run = 0; run < 16 || (run < 60 && suspects() > 0); run++) {
            chain.later(run < 12 ? Duration.ofMinutes(21) : Duration.ofDays(1));
            for (Kind kind : Kind.values()) {
                long begun = System.nanoTime();
                rules.hold(RUNS + run, chain.scan(kind), begun, mirror.sandbox().settings());
            }
            release();
        }
        rules.mirrorIsUpstream();
    }

    private long suspects() {
        return chain.in("SUSPECT");
    }
}
