package io.loyaltymirror.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The schema of a next version, expanded as {@code src/docs/upgrades.md} allows it, under this version: what runs goes on, and
 * what starts on it works, as after a roll-out that was taken back.
 */
@Tag("process")
class UpgradeIT extends MutatingReplicas {

    private static final String NEXT = "filesystem:src/test/resources/io/loyaltymirror/artifact/next";

    private int migrate() {
        return Flyway.configure()
                .dataSource("jdbc:" + database.url() + "?user=postgres", "postgres", "")
                .defaultSchema("public")
                .locations("classpath:db/migration", NEXT)
                .load()
                .migrate()
                .migrationsExecuted;
    }

    @Test
    void thisVersionSurvivesTheNextOnesSchema() throws Exception {
        try (Visitor visitor = new Visitor(other, TYPES)) {
            CompletableFuture<Service.Answer> write = creating(other, "Before");
            assertThat(migrate()).isPositive();
            assertThat(write.join().status()).isEqualTo(200);
            assertThat(create(other, "After").status()).isEqualTo(200);
            other.sync(706029, "certificate_type");
            other.sync(706029, "membership_type");
            visitor.assertContent();
        }
        assertThat(other.log()).doesNotContain("ERROR [io.loyaltymirror");
        try (Service taken = Service.start(environment())) {
            taken.awaitStatus(TYPES, 200);
            assertThat(create(taken, "Taken back").status()).isEqualTo(200);
            taken.sync(706029, "certificate_type");
            await().until(() -> taken.get(TYPES + "?title=taken").body().contains("Taken back"));
        }
        assertThat(titled("Before")).hasSize(1);
        assertThat(database.number("SELECT count(*) FROM sync_run WHERE outcome = 'COMPLETE'"))
                .isGreaterThanOrEqualTo(5);
    }
}
