package io.loyaltymirror.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loyaltymirror.harness.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may read reports, and what stands in the catalogue about them. */
class ReportingRoleTest {

    private static final String ALL_TABLES = """
            SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) FROM information_schema.tables
             WHERE table_schema NOT IN ('information_schema', 'pg_catalog') AND (table_schema = 'reporting') = %s""";

    private static final String GRANTS =
            "SELECT DISTINCT privilege_type FROM information_schema.role_table_grants WHERE grantee = 'mirror_reporting'";

    private static EmbeddedDatabase database;

    @BeforeAll
    static void migrated() {
        database = EmbeddedDatabase.create();
        Flyway.configure()
                .dataSource("jdbc:" + database.url(), "postgres", "")
                .load()
                .migrate();
        database.execute("DO $$ BEGIN CREATE USER bi PASSWORD 'bi' IN ROLE mirror_reporting; END $$");
    }

    private static Connection as(EmbeddedDatabase database, String user) throws SQLException {
        return DriverManager.getConnection("jdbc:" + database.url(), user, user);
    }

    private static List<String> names(Connection connection, String sql) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private static List<String> names(String sql) throws SQLException {
        try (Connection connection = database.connect()) {
            return names(connection, sql);
        }
    }

    @Test
    void memberReadsEveryViewAndNoTable() throws SQLException {
        List<String> views = names(ALL_TABLES.formatted(true));
        List<String> tables = names(ALL_TABLES.formatted(false));
        assertThat(views).hasSize(11);
        assertThat(tables).contains("public.certificate_type", "public.chain", "public.mutation", "public.audit");
        try (Connection bi = as(database, "bi")) {
            for (String view : views) {
                assertThat(names(bi, "SELECT 1 FROM " + view)).isEmpty();
            }
            assertThat(names(bi, GRANTS)).containsExactly("SELECT");
            for (String table : tables) {
                assertRefused(bi, "SELECT 1 FROM " + table);
            }
            assertRefused(bi, "SELECT * FROM mirror_permit('default', 1, 200, 20, true, 50, 0)");
            assertRefused(bi, "CREATE TABLE reporting.mine (id int)");
            assertRefused(bi, "CREATE TABLE public.mine (id int)");
            assertRefused(bi, "CREATE VIEW reporting.mine AS SELECT 1");
        }
    }

    private static void assertRefused(Connection bi, String sql) {
        assertThatThrownBy(() -> names(bi, sql))
                .as(sql)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("permission denied");
    }

    @Test
    void everyViewAndColumnIsExplained() throws SQLException {
        assertThat(names("""
                SELECT c.relname || '.' || coalesce(a.attname, '') FROM pg_class AS c
                  JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname = 'reporting'
                  LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
                 WHERE c.relkind = 'v'
                   AND (col_description(c.oid, a.attnum) IS NULL OR obj_description(c.oid, 'pg_class') IS NULL)""")).isEmpty();
    }

    /** Others build on these: columns may come, at the end, and none may go or change. */
    @Test
    void viewsAreAsTheyWerePromised() throws SQLException, IOException {
        List<String> columns = names("""
                SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                  FROM pg_class AS c
                  JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname = 'reporting'
                  JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
                 WHERE c.relkind = 'v' ORDER BY c.relname, a.attnum""");
        assertThat(columns)
                .containsAll(
                        Files.readAllLines(Path.of("src/test/resources/io/loyaltymirror/report/promised_columns.txt")));
    }

    @Test
    void codesAreInWords() throws SQLException {
        assertThat(names("SELECT reporting.item_type(code) FROM generate_series(-1, 5) AS code"))
                .containsExactly(
                        null,
                        "All services and products",
                        "Any services",
                        "Any products",
                        "Specific services",
                        "Specific services and any products",
                        null);
        assertThat(names("SELECT reporting.expiration_type(code) FROM generate_series(0, 3) AS code"))
                .containsExactly("never", "fixed date", "period after the sale", null);
        assertThat(names("SELECT reporting.time_unit(code) FROM generate_series(0, 5) AS code"))
                .containsExactly(null, "day", "week", "month", "year", null);
        assertThat(names("SELECT reporting.balance_edit_type(code) FROM generate_series(0, 3) AS code"))
                .containsExactly(null, "can be edited", "cannot be edited", null);
    }

    /** A later version's view is readable without another grant. */
    @Test
    void viewThatIsAddedIsReadableToo() throws SQLException {
        database.execute("CREATE VIEW reporting.added AS SELECT 1 AS one");
        try (Connection bi = as(database, "bi")) {
            assertThat(names(bi, "SELECT one FROM reporting.added")).containsExactly("1");
        } finally {
            database.execute("DROP VIEW reporting.added");
        }
    }
}
