package io.loyaltymirror.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.loyaltymirror.harness.EmbeddedDatabase;
import io.loyaltymirror.sandbox.SandboxAltegio;
import io.loyaltymirror.sandbox.SandboxOptions;
import io.loyaltymirror.sandbox.SandboxSettings;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Much data through a heap of 256 MB, without a limit of requests: memory stays flat, and so does the number of statements. */
@Tag("scale")
class ScaleIT {

    private static final long FIRST = 800_000;
    private static final int TYPES = 100_000;

    private final EmbeddedDatabase database = EmbeddedDatabase.create();
    private SandboxAltegio sandbox;

    @BeforeEach
    void upstream() {
        sandbox = SandboxAltegio.start(
                SandboxOptions.onAnyPort().with(SandboxSettings.documented().withRates(0, 0)));
    }

    @AfterEach
    void noUpstream() {
        sandbox.close();
    }

    private Service start(String chains) throws IOException {
        Map<String, String> environment = StartIT.environment(sandbox, database.url());
        environment.put("MIRROR_UPSTREAM_RATE_PER_SECOND", "0");
        environment.put("MIRROR_UPSTREAM_RATE_PER_MINUTE", "0");
        environment.put("MIRROR_UPSTREAM_RATE_RESERVE", "0");
        environment.put("MIRROR_UPSTREAM_TIMEOUT", "60s");
        environment.put("MIRROR_CHAINS", chains);
        environment.put("MIRROR_SYNC_EVERY", "1h");
        // The ledger is looked at each second, which counts for nothing here.
        environment.put("MIRROR_MUTATION_TICK", "off");
        environment.put("MIRROR_KEYS_TILL_ROLES", "read,operate");
        environment.put("MIRROR_KEYS_TILL_CHAINS", "*");
        return Service.start(environment);
    }

    private void awaitRuns(long runs) {
        await().atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> database.text("SELECT to_regclass('sync_run')") != null
                        && database.number("SELECT count(*) FROM sync_run WHERE outcome IS NOT NULL") >= runs);
        assertThat(database.text("SELECT string_agg(DISTINCT outcome, ',') FROM sync_run"))
                .isEqualTo("COMPLETE");
    }

    private long commits() {
        return database.number("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()");
    }

    private void report(String what, Service service, long begin) throws IOException {
        System.out.printf(
                "%s: %s | %.1f s | peak resident %d MB%n",
                Artifact.isNative() ? "native" : "jar",
                what,
                (System.nanoTime() - begin) / 1e9,
                service.peakKilobytes() / 1024);
    }

    @Test
    void thousandChainsOfAHundred() throws IOException {
        LongStream.range(FIRST, FIRST + 1_000).forEach(chain -> sandbox.chains().make(chain, 100, 0));
        String chains =
                LongStream.range(FIRST, FIRST + 1_000).mapToObj(Long::toString).collect(Collectors.joining(","));
        long begin = System.nanoTime();
        try (Service service = start(chains)) {
            awaitRuns(2_000);
            report("1,000 chains of 100, first sync", service, begin);
            assertThat(database.number("SELECT count(*) FROM certificate_type")).isEqualTo(TYPES);
            assertThat(service.log()).doesNotContain("OutOfMemory");
        }
    }

    @Test
    void oneChainOfAHundredThousandAndAWriteMeanwhile() throws Exception {
        sandbox.chains().make(FIRST, TYPES, 0);
        long begin = System.nanoTime();
        try (Service service = start(Long.toString(FIRST))) {
            Thread writer = Thread.ofVirtual().start(this::writeWhilePublishing);
            awaitRuns(2);
            report("one chain of 100,000, first sync", service, begin);
            writer.join(Duration.ofSeconds(30));
            assertThat(waited)
                    .as("the write waited for the publication and went through")
                    .isPositive();
            System.out.printf("a write-through meanwhile waited %d ms%n", waited);
            assertThat(database.number("SELECT count(*) FROM certificate_type")).isEqualTo(TYPES);
            resync(service);
            assertThat(service.log()).doesNotContain("OutOfMemory");
        }
    }

    /** 1,000 pages are compared by one statement each; nothing else grows with them. */
    private void resync(Service service) throws Exception {
        Thread.sleep(1_500);
        long commits = commits();
        long begin = System.nanoTime();
        service.sync(FIRST, "certificate_type");
        report("one chain of 100,000, nothing changed", service, begin);
        Thread.sleep(1_500);
        long statements = commits() - commits;
        System.out.printf("statements and transactions for %d rows: %d%n", TYPES, statements);
        assertThat(statements).isLessThan(TYPES / 100 + 200);
    }

    private volatile long waited;

    /** As soon as the publication holds the chain's row: what a mutation's success does, chain row first. */
    private void writeWhilePublishing() {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            await().atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofMillis(20))
                    .ignoreExceptions()
                    .until(() ->
                            database.number("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                            + " AND query LIKE 'WITH seen AS%' AND state = 'active'")
                                    > 0);
            connection.setAutoCommit(false);
            long begin = System.nanoTime();
            statement.execute("SELECT 1 FROM chain WHERE id = " + FIRST + " FOR NO KEY UPDATE");
            waited = (System.nanoTime() - begin) / 1_000_000 + 1;
            statement.execute("UPDATE certificate_type SET written_at = mirror_now() WHERE chain_id = " + FIRST
                    + " AND id = (SELECT min(id) FROM certificate_type)");
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
