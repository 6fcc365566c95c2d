package io.loyaltymirror.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.loyaltymirror.harness.EmbeddedDatabase;
import io.loyaltymirror.harness.OwnPostgres;
import io.loyaltymirror.sandbox.Fault;
import io.loyaltymirror.sandbox.SandboxAltegio;
import io.loyaltymirror.sandbox.SandboxOptions;
import io.loyaltymirror.sandbox.SandboxSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * PostgreSQL is killed, crashes and restarts under one process, which goes through all of it: nothing is lost, nothing
 * half published or told twice, and it recovers by itself. {@code -Dtest.seed=S}
 */
@Tag("process")
class DatabaseKilledIT {

    private static final long SEED = Long.getLong("test.seed", 20261126);
    private static final int KILLS = 5;

    private static final String CHANGES = "LOCK TABLE change IN SHARE MODE";
    private static final String KINDS = "SELECT 1 FROM chain_kind FOR UPDATE";
    private static final String WRITING = "WITH seen AS%";

    private static final Random random = new Random(SEED);
    private static OwnPostgres postgres;
    private static SandboxAltegio sandbox;
    private static EmbeddedDatabase database;
    private static Service service;
    private static EditedChain chain;
    private static Visitor visitor;

    @BeforeAll
    static void begin() throws IOException {
        System.out.println("test.seed=" + SEED);
        postgres = OwnPostgres.create();
        database = postgres.database("mirror");
        sandbox = SandboxAltegio.start(SandboxOptions.onAnyPort()
                .with(SandboxSettings.documented().withRates(0, 0).withLatency(30)));
        service = Service.start(Recovery.environment(sandbox, database.url()));
        service.awaitStatus(Visitor.TYPES, 200);
        chain = new EditedChain(sandbox, database, random);
        visitor = new Visitor(service);
    }

    @AfterAll
    static void end() {
        visitor.close();
        service.close();
        sandbox.close();
        postgres.close();
    }

    private Recovery recovery;

    @BeforeEach
    void allIsWell() throws IOException {
        chain.awaitMirrored(Recovery.PATIENCE);
        recovery = new Recovery(service, chain, visitor);
    }

    @AfterEach
    void processIsCalm() throws IOException {
        recovery.assertCalm();
    }

    private void awaitRequests(int more) {
        long before = sandbox.requests().count();
        await().atMost(Recovery.PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> sandbox.requests().count() >= before + more);
    }

    @Test
    void killedInTheMiddleOfScans() throws IOException {
        for (int kill = 0; kill < KILLS; kill++) {
            chain.edit();
            awaitRequests(1 + random.nextInt(40));
            postgres.kill();
            recovery.awaitRefusal();
            postgres.start();
            recovery.await("killed in the middle of a scan");
        }
        assertThat(database.number("SELECT count(*) FROM sync_run WHERE outcome = 'FENCED'"))
                .as("orphans that the next claim closed")
                .isPositive();
    }

    /** A run that has something to publish comes to this statement and waits there. */
    private Halt halfWay(String lock, String statement) throws Exception {
        Halt changes = new Halt(database, CHANGES);
        chain.edit();
        Halt.awaitWaiting(database, "Lock", WRITING);
        if (lock.equals(CHANGES)) {
            return changes;
        }
        try (changes) {
            return new Halt(database, lock);
        } finally {
            Halt.awaitWaiting(database, "Lock", statement);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                CHANGES + "|" + WRITING,
                KINDS + "| UPDATE chain_kind SET as_of%",
                "SELECT 1 FROM sync_run WHERE outcome IS NULL FOR UPDATE | UPDATE sync_run%outcome = $2%"
            })
    void killedHalfWayThroughAPublicationLeavesNothingOfIt(String lock, String statement) throws Exception {
        String run;
        try (Halt _ = halfWay(lock, statement)) {
            String before = chain.state();
            killAndLook();
            assertThat(chain.state()).isEqualTo(before);
            run = database.text("SELECT id FROM sync_run WHERE outcome IS NULL");
        }
        service.signal("CONT");
        recovery.await("killed at " + statement);
        assertThat(database.text("SELECT outcome FROM sync_run WHERE id = " + run))
                .isIn("FAILED", "FENCED");
    }

    /** The process does nothing until it is let go on, so that one sees what the kill alone left. */
    private void killAndLook() throws IOException {
        postgres.kill();
        recovery.awaitRefusal();
        service.signal("STOP");
        postgres.start();
    }

    /** A run with something to publish is committed, and the service waits for the answer. */
    private void committedAndNotToldSo() throws Exception {
        try (Halt _ = halfWay(KINDS, "UPDATE chain_kind SET as_of%")) {
            postgres.answerCommits(false);
        }
        Halt.awaitWaiting(database, "SyncRep", "COMMIT");
    }

    @Test
    void killedBetweenACommitAndItsAnswerTellsNothingTwice() throws Exception {
        long complete = chain.completeRuns();
        committedAndNotToldSo();
        killAndLook();
        assertThat(chain.completeRuns()).isGreaterThan(complete);
        String after = chain.state();
        chain.assertSound();
        service.signal("CONT");
        recovery.await("killed after a commit that waits");
        assertThat(chain.state()).as("the next runs find something to do").isNotEqualTo(after);
    }

    @Test
    void connectionThatEndsBetweenACommitAndItsAnswerTellsNothingTwice() throws Exception {
        long complete = chain.completeRuns();
        committedAndNotToldSo();
        service.signal("STOP");
        database.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
        postgres.answerCommits(true);
        assertThat(chain.completeRuns()).isEqualTo(complete + 1);
        chain.assertSound();
        service.signal("CONT");
        recovery.await("thrown out after a commit that waits");
    }

    /** The rows that were put aside are lost with a crash, and the scan need not notice: it waits for upstream. */
    @Test
    void crashUnderAScanThatPutRowsAsideLeavesNoneOut() {
        await().atMost(Recovery.PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> database.number("SELECT count(*) FROM sync_run WHERE outcome IS NULL") == 0);
        chain.swell(100, 100_000);
        sandbox.faults().next(Fault.ofDelay(Duration.ofSeconds(4)).on("GET", "certificate_types?page=30"));
        await().atMost(Recovery.PATIENCE).until(() -> database.number("SELECT count(*) FROM staged_type") > 40);
        postgres.crash();
        // Before the late page is there.
        await().atMost(Duration.ofSeconds(3))
                .ignoreExceptions()
                .until(() -> database.number("SELECT count(*) FROM staged_type") == 0);
        recovery.await("crashed under rows that were put aside");
    }

    @Test
    void serverThatIsShutDownAndStartsSlowlyIsWaitedFor() throws IOException {
        chain.edit();
        awaitRequests(5);
        postgres.signal("TERM");
        chain.edit();
        postgres.signal("INT");
        postgres.awaitEnd();
        postgres.beginStarting();
        recovery.awaitLog("trying again: FATAL: the database system is");
        recovery.awaitRefusal();
        postgres.finishStarting();
        recovery.await("started slowly");
    }

    @Test
    void databaseThatAcceptsNoConnectionsIsWaitedFor() throws IOException {
        EmbeddedDatabase server = postgres.maintenance();
        chain.edit();
        server.execute("ALTER DATABASE mirror ALLOW_CONNECTIONS false");
        server.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = 'mirror'");
        recovery.awaitLog("not currently accepting connections");
        recovery.awaitRefusal();
        server.execute("ALTER DATABASE mirror ALLOW_CONNECTIONS true");
        recovery.await("accepted no connections");
    }
}
