package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** The schema comes up, and works, on both ends of the versions that are supported. */
class MigrationTest {

    @Test
    void newestPostgresqlIsMigrated() throws IOException, SQLException {
        migrateAndTry(EmbeddedPostgres.builder(), 18);
    }

    @Test
    void oldestPostgresqlIsMigrated() throws IOException, SQLException {
        Path archive = oldest();
        migrateAndTry(EmbeddedPostgres.builder().setPgBinaryResolver((system, machine) -> binaries(archive)), 15);
    }

    private static Path oldest() throws IOException {
        try (var jars = Files.list(Path.of(System.getProperty("oldest.postgresql")))) {
            return jars.findFirst().orElseThrow();
        }
    }

    /** The one archive in the artifact. */
    private static InputStream binaries(Path jar) {
        try (var files = FileSystems.newFileSystem(jar);
                var entries = Files.list(files.getPath("/"))) {
            Path archive = entries.filter(entry -> entry.toString().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow();
            return new ByteArrayInputStream(Files.readAllBytes(archive));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void migrateAndTry(EmbeddedPostgres.Builder builder, int version) throws IOException, SQLException {
        try (EmbeddedPostgres postgres =
                builder.setLocaleConfig("locale", "C.UTF-8").start()) {
            DataSource database = postgres.getPostgresDatabase();
            assertThat(text(database, "SHOW server_version")).startsWith(version + ".");
            migrateAsSomebodyWhoMayMakeNoRole(postgres);
            Flyway flyway = Flyway.configure().dataSource(database).load();
            assertThat(flyway.migrate().migrationsExecuted).isPositive();
            assertThat(flyway.migrate().migrationsExecuted).isZero();
            assertThat(text(database, INSERT)).isEqualTo("12345678901234567.89 3 {1,2} null");
            assertThat(text(database, PERMIT)).isEqualTo("0");
            assertThat(text(database, PERMIT)).isNotEqualTo("0");
        }
    }

    /** The usual owner of a database of its own; the reports are his, until somebody makes the role for others. */
    private static void migrateAsSomebodyWhoMayMakeNoRole(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE USER plain");
            statement.execute("CREATE DATABASE plain OWNER plain");
        }
        DataSource plain = postgres.getDatabase("plain", "plain");
        assertThat(Flyway.configure().dataSource(plain).load().migrate().migrationsExecuted)
                .isPositive();
        assertThat(text(plain, "SELECT count(*) FROM pg_roles WHERE rolname = 'mirror_reporting'"))
                .isEqualTo("0");
        assertThat(text(plain, "SELECT count(*) FROM reporting.chain_freshness"))
                .isEqualTo("0");
    }

    private static final String INSERT = """
            INSERT INTO certificate_type (chain_id, id, body, title_folded, content_hash, definition_hash, hash_version,
                   observed_at, generation)
            VALUES (1, 1, '{"balance": 12345678901234567.89, "item_type_id": 3.0, "salon_ids": [1, 2], "weight": "7"}',
                   '', '', '', 1, mirror_now(), 1)
            RETURNING balance || ' ' || item_type_id || ' ' || salon_ids::text || ' ' || coalesce(weight::text, 'null')""";

    private static final String PERMIT = "SELECT due FROM mirror_permit('default', 1, 200, 20, true, 50, 0)";

    private static String text(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
