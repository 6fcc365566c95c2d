package io.loyaltymirror.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.loyaltymirror.harness.EmbeddedDatabase;
import io.loyaltymirror.sandbox.SandboxAltegio;
import io.loyaltymirror.sandbox.SandboxOptions;
import io.loyaltymirror.sandbox.SandboxSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A process that is told to stop gives its chains back, and the next one reads them at once. */
@Tag("process")
class HandbackIT {

    private static final String SYNC = "/mirror/v1/chains/706028/sync?kind=certificate_type";

    /** So long Vert.x waits for a connection that is in use. */
    private static final Duration VERTX = Duration.ofSeconds(10);

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

    private Map<String, String> environment() {
        Map<String, String> environment = StartIT.environment(sandbox, database.url());
        environment.put("MIRROR_UPSTREAM_RATE_PER_SECOND", "0");
        environment.put("MIRROR_UPSTREAM_RATE_PER_MINUTE", "0");
        environment.put("MIRROR_KEYS_TILL_ROLES", "read,operate");
        // Far longer than the test: what is read again in time was given back.
        environment.put("MIRROR_SYNC_LEASE", "10m");
        return environment;
    }

    private void latency(int millis) {
        sandbox.settings(sandbox.settings().withLatency(millis));
    }

    private void awaitRuns(String condition, int runs) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> database.text("SELECT to_regclass('sync_run')") != null
                        && database.number("SELECT count(*) FROM sync_run WHERE " + condition) == runs);
    }

    private static Duration ended(Service service) throws InterruptedException {
        long begin = System.nanoTime();
        service.terminate();
        assertThat(service.exitCode()).isIn(0, 143);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        System.out.printf("ended %d ms after SIGTERM%n", took.toMillis());
        return took;
    }

    @Test
    void chainThatIsBeingReadIsFreeAndDueAndReadByTheNextAtOnce() throws Exception {
        latency(8_000);
        try (Service service = Service.start(environment())) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> sandbox.requests().count() > 0);
            assertThat(ended(service)).isLessThan(Duration.ofSeconds(4));
            assertThat(service.log()).doesNotContain("ERROR [io.loyaltymirror").doesNotContain("Reading stopped");
        }
        assertThat(database.text("SELECT lease_owner FROM chain")).isNull();
        assertThat(database.text("SELECT string_agg(outcome || ': ' || reason, ',') FROM sync_run"))
                .isEqualTo("FAILED: the process was told to stop");
        assertThat(database.number("SELECT count(*) FROM chain_kind WHERE failures = 0 AND next_due_at <= now()"))
                .isEqualTo(2);
        latency(0);
        try (Service _ = Service.start(environment())) {
            awaitRuns("outcome = 'COMPLETE'", 2);
        }
    }

    @Test
    void publicationUnderWayIsFinished() throws Exception {
        try (Service service = Service.start(environment())) {
            awaitRuns("outcome = 'COMPLETE'", 2);
            latency(500);
            assertThat(service.post(SYNC).status()).isEqualTo(202);
            try (Connection writer = holdChain()) {
                awaitPublication();
                service.terminate();
                // HTTP ends before the chains are given back.
                service.awaitStatus("/mirror/v1/chains", 0);
                assertThat(service.isAlive()).isTrue();
                writer.commit();
            }
            assertThat(service.exitCode()).isIn(0, 143);
        }
        awaitRuns("outcome = 'COMPLETE'", 3);
        assertThat(database.text("SELECT lease_owner FROM chain")).isNull();
    }

    @Test
    void publicationThatTakesTooLongIsLeftToTheLease() throws Exception {
        Map<String, String> environment = environment();
        environment.put("MIRROR_SYNC_HANDBACK", "1s");
        try (Service service = Service.start(environment)) {
            awaitRuns("outcome = 'COMPLETE'", 2);
            latency(500);
            assertThat(service.post(SYNC).status()).isEqualTo(202);
            try (Connection _ = holdChain()) {
                awaitPublication();
                assertThat(ended(service)).isBetween(Duration.ofSeconds(1), VERTX.plusSeconds(4));
            }
            assertThat(service.log().lines().filter(line -> line.contains("chains rest until their leases end")))
                    .as(service.log())
                    .singleElement()
                    .asString()
                    .contains("WARN");
        }
        assertThat(database.text("SELECT lease_owner FROM chain")).isNotNull();
        assertThat(database.number("SELECT count(*) FROM sync_run WHERE outcome IS NULL"))
                .isEqualTo(1);
    }

    /** As a writer of the same chain does: the publication waits for it. */
    private Connection holdChain() throws SQLException {
        Connection writer = database.connect();
        writer.setAutoCommit(false);
        try (Statement statement = writer.createStatement()) {
            statement.execute("SELECT 1 FROM chain WHERE id = 706028 FOR NO KEY UPDATE");
        }
        return writer;
    }

    private void awaitPublication() {
        await().until(() -> database.number("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                        + " AND datname = current_database()")
                > 0);
    }
}
