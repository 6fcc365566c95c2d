package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.harness.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** What the database tells on {@code mirror_published}, whoever changed what. */
class PublishedTest {

    private final EmbeddedDatabase database = EmbeddedDatabase.create();
    private Connection connection;
    private Statement listener;

    @BeforeEach
    void listen() throws SQLException {
        connection = database.connect();
        Flyway.configure()
                .dataSource("jdbc:" + database.url(), "postgres", null)
                .load()
                .migrate();
        listener = connection.createStatement();
        database.execute("INSERT INTO chain (id, enabled, epoch, generation) VALUES (5, false, 3, 41)");
        database.execute("INSERT INTO chain_kind (chain_id, kind, next_due_at)"
                + " VALUES (5, 'certificate_type', now()), (5, 'membership_type', now())");
        listener.execute("LISTEN mirror_published");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    /** What is on its way comes with the answer to any statement. */
    private List<String> told() throws SQLException {
        listener.execute("SELECT 1");
        PGNotification[] told = connection.unwrap(PGConnection.class).getNotifications();
        return told == null
                ? List.of()
                : Arrays.stream(told).map(PGNotification::getParameter).toList();
    }

    @Test
    void publicationIsToldOnceAsItIsCommitted() throws SQLException {
        database.execute("""
                BEGIN;
                UPDATE chain SET generation = generation + 1 WHERE id = 5;
                UPDATE chain_kind SET as_of = '2026-01-01 12:00:00.000001Z' WHERE chain_id = 5 AND kind = 'membership_type';
                UPDATE chain_kind SET as_of = '2026-01-01 12:00:00.25Z' WHERE chain_id = 5 AND kind = 'certificate_type';
                COMMIT""");
        assertThat(told())
                .containsExactly("5 3 42 served certificate_type=1767268800250000 membership_type=1767268800000001");
    }

    @Test
    void scanThatFoundNothingNewIsToldToo() throws SQLException {
        database.execute("UPDATE chain_kind SET as_of = '2026-01-01 12:00Z' WHERE kind = 'certificate_type'");
        assertThat(told()).containsExactly("5 3 41 served certificate_type=1767268800000000");
    }

    @Test
    void leasesAndWhatIsWrittenAsItWasAreNotTold() throws SQLException {
        database.execute(
                "UPDATE chain SET lease_owner = 'me', lease_until = now(), fence = fence + 1, generation = 41");
        database.execute("UPDATE chain_kind SET as_of = as_of, next_due_at = now()");
        assertThat(told()).isEmpty();
    }

    @Test
    void removalAndReturnAreTold() throws SQLException {
        database.execute("UPDATE chain SET removed_at = now()");
        database.execute("UPDATE chain SET removed_at = NULL, epoch = epoch + 1");
        assertThat(told()).containsExactly("5 3 41 removed ", "5 4 41 served ");
    }

    @Test
    void whatIsDeletedByHandIsToldByItsId() throws SQLException {
        database.execute("DELETE FROM chain_kind WHERE chain_id = 5; DELETE FROM chain WHERE id = 5");
        assertThat(told()).containsExactly("5");
    }
}
