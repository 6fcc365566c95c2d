package io.loyaltymirror.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.harness.LogEar;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.loyaltymirror.mirror.Fence;
import io.loyaltymirror.upstream.Upstream;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scans may send 60 requests a minute: what a second allows is less than what a minute does. */
@Tag("process")
@QuarkusTest
@TestProfile(StretchingTest.OnePerSecond.class)
class StretchingTest {

    private static final long LONG = 806046;

    /** Of the two chains that are read each hour: 6 pages. */
    private static final double OTHERS = 6 / 60.0;

    @Inject
    Stretching stretching;

    @Inject
    Processes processes;

    @Inject
    Upstream upstream;

    @Inject
    SyncConfig config;

    @Inject
    Schedule schedule;

    @Inject
    SyncRuns runs;

    @Inject
    Pool pool;

    @Inject
    MeterRegistry meters;

    Mirror mirror;
    private LogEar log;

    public static class OnePerSecond implements QuarkusTestProfile {

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(
                    MirrorTestResource.class,
                    Map.of(
                            "mirror.upstream.rate.per-second", "1",
                            "mirror.upstream.rate.per-minute", "200",
                            "mirror.chains", Mirror.SMALL + "," + Mirror.EMPTY)));
        }
    }

    @BeforeEach
    void listen() {
        mirror.awaitFirstSync();
        log = LogEar.listen(Stretching.class);
    }

    @AfterEach
    void noChain() {
        log.close();
        for (String table : List.of("chain_kind", "sync_run")) {
            sql("DELETE FROM " + table + " WHERE chain_id = " + LONG);
        }
        sql("DELETE FROM chain WHERE id = " + LONG);
        measure();
    }

    private void sql(String statement) {
        mirror.database().execute(statement);
    }

    private void measure() {
        stretching.measure().await().atMost(Duration.ofSeconds(5));
    }

    /** Due tomorrow, so that nobody reads it. */
    private void chainThatIsReadEachMinute(String kind, String totals) {
        sql("INSERT INTO chain (id, sync_every_s) VALUES (" + LONG + ", 60) ON CONFLICT DO NOTHING");
        sql("INSERT INTO chain_kind (chain_id, kind, next_due_at, view_totals) VALUES (" + LONG + ", '" + kind
                + "', mirror_now() + interval '1 d', " + totals + ")");
    }

    private double gauge() {
        return meters.get("mirror.sync.stretch").gauge().value();
    }

    @Test
    void eachListIsAPageAtLeastAndWhatIsNotReadCountsNothing() {
        chainThatIsReadEachMinute("certificate_type", "'{11901}'");
        chainThatIsReadEachMinute("membership_type", "NULL");
        measure();
        assertThat(gauge()).isCloseTo((120 + 2 + OTHERS) / 60, within(1e-9));
        sql("UPDATE chain_kind SET view_totals = '{0,101}' WHERE chain_id = " + LONG + " AND kind = 'membership_type'");
        measure();
        assertThat(gauge()).isCloseTo((120 + 3 + OTHERS) / 60, within(1e-9));
        sql("UPDATE chain SET enabled = false WHERE id = " + LONG);
        measure();
        assertThat(gauge()).isEqualTo(1);
        sql("UPDATE chain SET enabled = true, removed_at = mirror_now() WHERE id = " + LONG);
        measure();
        assertThat(gauge()).isEqualTo(1);
    }

    @Test
    void itIsSaidOnceAndOnceMoreWhenChainsFitAgain() {
        chainThatIsReadEachMinute("certificate_type", "'{18000}'");
        measure();
        measure();
        assertThat(log.said()).singleElement().satisfies(line -> {
            assertThat(line.getLevel().getName()).isEqualTo("WARN");
            assertThat(text(line)).contains("need 180.1", "send 60", "3.00 times");
        });
        sql("UPDATE chain_kind SET view_totals = '{0}' WHERE chain_id = " + LONG);
        measure();
        measure();
        assertThat(log.said()).hasSize(2);
        assertThat(text(log.said().getLast())).contains("fit again");
    }

    private static String text(LogRecord line) {
        return line.getMessage().formatted(line.getParameters());
    }

    @Test
    void firstLookMeasuresAndThoseOfTheNextMinuteDoNot() {
        chainThatIsReadEachMinute("certificate_type", "'{18000}'");
        Stretching own = new Stretching(pool, upstream, config, new SimpleMeterRegistry());
        SyncJob job = processes.start(own).job();
        job.tick().await().atMost(Duration.ofSeconds(5));
        assertThat(own.factor()).isCloseTo(3, within(0.01));
        sql("UPDATE chain_kind SET view_totals = '{0}' WHERE chain_id = " + LONG);
        job.tick().await().atMost(Duration.ofSeconds(5));
        assertThat(own.factor()).isCloseTo(3, within(0.01));
    }

    @Test
    void runIsDueAfterTheStretchedInterval() {
        chainThatIsReadEachMinute("certificate_type", "'{18000}'");
        measure();
        mirror.sync(Mirror.SMALL, "certificate_type");
        assertThat(mirror.database()
                        .number("SELECT extract(epoch FROM next_due_at - as_of)::bigint FROM chain_kind"
                                + " WHERE kind = 'certificate_type' AND chain_id = " + Mirror.SMALL))
                .isEqualTo(Math.round(3_600 * gauge()))
                .isGreaterThan(10_000);
    }

    @ParameterizedTest
    @CsvSource({"INTERVAL, 0, 180", "BACK_OFF, 0, 180", "BACK_OFF, 2, 720", "BACK_OFF, 9, 3600"})
    void backOffBeginsAtTheStretchedInterval(Ending.Next next, int failures, int seconds) {
        chainThatIsReadEachMinute("certificate_type", "'{18000}'");
        measure();
        sql("UPDATE chain_kind SET failures = " + failures + " WHERE chain_id = " + LONG);
        OpenRun run = runs.open(pool, new Fence(new ChainId(LONG), 0), Kind.CERTIFICATE_TYPE)
                .await()
                .atMost(Duration.ofSeconds(5));
        schedule.afterIncomplete(pool, run, next).await().atMost(Duration.ofSeconds(5));
        assertThat(mirror.database()
                        .number("SELECT round(extract(epoch FROM next_due_at - started_at)) FROM chain_kind"
                                + " JOIN sync_run USING (chain_id) WHERE chain_id = " + LONG))
                .isEqualTo(seconds);
    }
}
