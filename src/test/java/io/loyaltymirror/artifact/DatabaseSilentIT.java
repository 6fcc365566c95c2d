package io.loyaltymirror.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.harness.EmbeddedDatabase;
import io.loyaltymirror.harness.TcpProxy;
import io.loyaltymirror.sandbox.SandboxAltegio;
import io.loyaltymirror.sandbox.SandboxOptions;
import io.loyaltymirror.sandbox.SandboxSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Connections to PostgreSQL on which nothing arrives any more, and nobody is told. */
@Tag("process")
class DatabaseSilentIT {

    private static final Duration SILENCE = Duration.ofSeconds(3);
    private static final String CHANGES = "LOCK TABLE change IN SHARE MODE";

    private final EmbeddedDatabase database = EmbeddedDatabase.create();
    private final TcpProxy network = TcpProxy.before(database.port());
    private final SandboxAltegio sandbox = SandboxAltegio.start(SandboxOptions.onAnyPort()
            .with(SandboxSettings.documented().withRates(0, 0).withLatency(30)));
    private Service service;
    private EditedChain chain;
    private Visitor visitor;
    private Recovery recovery;

    @BeforeEach
    void begin() throws IOException {
        Map<String, String> environment =
                Recovery.environment(sandbox, "postgresql://localhost:" + network.port() + "/" + database.name());
        environment.put("MIRROR_DATABASE_SILENCE", SILENCE.toSeconds() + "s");
        service = Service.start(environment);
        service.awaitStatus(Visitor.TYPES, 200);
        chain = new EditedChain(sandbox, database, new Random(1));
        chain.awaitMirrored(Recovery.PATIENCE);
        visitor = new Visitor(service);
        recovery = new Recovery(service, chain, visitor);
    }

    @AfterEach
    void end() {
        visitor.close();
        service.close();
        network.close();
        sandbox.close();
    }

    /** The halt is over before the server hears of it, so that its end of the transaction has to be ended by itself too. */
    @Test
    void connectionsThatAreForgottenUnderAPublicationAreGivenUp() throws Exception {
        try (Halt _ = new Halt(database, CHANGES)) {
            chain.edit();
            Halt.awaitWaiting(database, "Lock", "WITH seen AS%");
            network.forget();
        }
        recovery.await("forgotten under a publication");
        recovery.assertCalm();
    }

    @Test
    void networkThatSwallowsEverythingForAWhileIsWaitedFor() throws Exception {
        try (Halt _ = new Halt(database, CHANGES)) {
            chain.edit();
            Halt.awaitWaiting(database, "Lock", "WITH seen AS%");
            network.swallow(true);
        }
        recovery.awaitRefusal();
        network.swallow(false);
        recovery.await("swallowed everything");
        assertThat(visitor.slowest()).isLessThan(SILENCE.multipliedBy(3));
        recovery.assertCalm();
    }

    /** Longer than the bound: the server must not keep the chain locked for a process that does nothing. */
    @Test
    void processThatIsStoppedUnderAPublicationLosesItsTransaction() throws Exception {
        try (Halt _ = new Halt(database, CHANGES)) {
            chain.edit();
            Halt.awaitWaiting(database, "Lock", "WITH seen AS%");
            service.signal("STOP");
        }
        try (Halt _ = new Halt(database, "SELECT 1 FROM chain FOR UPDATE")) {
            service.signal("CONT");
        }
        recovery.await("stopped under a publication");
        recovery.assertNoError();
    }
}
