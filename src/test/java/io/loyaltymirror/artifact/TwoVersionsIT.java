package io.loyaltymirror.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.loyaltymirror.harness.EmbeddedDatabase;
import io.loyaltymirror.sandbox.SandboxAltegio;
import io.loyaltymirror.sandbox.SandboxOptions;
import io.loyaltymirror.sandbox.SandboxSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A roll-out from the version before the newest migration to this one, and back: both run on one database for a while, as old
 * and new pods do. {@code .ci/previous} builds the one before.
 */
@Tag("process")
class TwoVersionsIT {

    private static final Path PREVIOUS = Path.of("target", "previous", "target", "quarkus-app", "quarkus-run.jar");
    private static final String TYPES = MutatingReplicas.TYPES;

    private final EmbeddedDatabase database = EmbeddedDatabase.create();
    private SandboxAltegio sandbox;

    @BeforeEach
    void upstream() {
        assumeThat(PREVIOUS).as("built by .ci/previous").exists();
        sandbox = SandboxAltegio.start(
                SandboxOptions.onAnyPort().with(SandboxSettings.documented().withRates(0, 0)));
    }

    @AfterEach
    void noUpstream() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    private Map<String, String> environment() {
        return MutatingReplicas.environment(sandbox, database);
    }

    private void migrate() throws IOException, InterruptedException {
        try (Service migration = Service.start(environment(), "--migrate")) {
            assertThat(migration.exitCode()).as(migration.log()).isZero();
        }
    }

    private Service newVersion() throws IOException {
        Map<String, String> environment = environment();
        environment.put("MIRROR_DATABASE_MIGRATE", "off");
        return Service.start(environment);
    }

    private static void assertWorks(Service service, String title) {
        service.awaitStatus(TYPES, 200);
        assertThat(MutatingReplicas.create(service, title).status()).isEqualTo(200);
        service.sync(706029, "certificate_type");
        service.sync(706029, "membership_type");
        await().until(() -> service.get(TYPES + "?title=" + title).body().contains(title));
    }

    @Test
    void rollOutAndBack() throws Exception {
        try (Service old = Service.startJar(PREVIOUS, environment())) {
            assertWorks(old, "Before");
            try (Visitor visitor = new Visitor(old, TYPES)) {
                long before = migrations();
                migrate();
                assertThat(migrations())
                        .as("there is a migration between the two")
                        .isGreaterThan(before);
                sideBySide(old);
                visitor.assertContent();
            }
            assertThat(old.log()).doesNotContain("ERROR [io.loyaltymirror");
        }
        try (Service back = Service.startJar(PREVIOUS, environment())) {
            assertWorks(back, "Back");
        }
        assertThat(database.number("SELECT count(*) FROM mutation WHERE state = 'SUCCEEDED'"))
                .isEqualTo(4);
    }

    private void sideBySide(Service old) throws IOException, InterruptedException {
        try (Service fresh = newVersion()) {
            assertWorks(fresh, "New");
            assertWorks(old, "Old");
            assertThat(MutatingReplicas.create(fresh, "Old").status())
                    .as("the other's key")
                    .isEqualTo(200);
            assertThat(MutatingReplicas.create(old, "New").status()).isEqualTo(200);
            fresh.terminate();
            assertThat(fresh.exitCode()).isIn(0, 143);
        }
    }

    private long migrations() {
        return database.number("SELECT count(*) FROM flyway_schema_history WHERE success");
    }
}
