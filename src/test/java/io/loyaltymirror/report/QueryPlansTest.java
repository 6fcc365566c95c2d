package io.loyaltymirror.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.harness.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The queries of {@code src/docs/reports.md} on 100,000 types in 100 chains and a million changes. */
@Tag("process")
class QueryPlansTest {

    private static final Pattern QUERY = Pattern.compile("```sql\\n(SELECT.*?;)\\n```", Pattern.DOTALL);
    private static final Pattern WHOLE_TABLE = Pattern.compile(
            "Seq Scan on (?:public\\.)?(certificate_type|membership_type|change|change_base|issuance)\\b");

    private static EmbeddedDatabase database;

    @BeforeAll
    static void filled() throws IOException {
        database = EmbeddedDatabase.create();
        Flyway.configure()
                .dataSource("jdbc:" + database.url(), "postgres", "")
                .load()
                .migrate();
        for (String statement : Files.readString(Path.of("src/test/resources/io/loyaltymirror/report/many_types.sql"))
                .split(";\\n")) {
            database.execute(statement);
        }
    }

    @AfterAll
    static void noTables() {
        database.execute(
                "TRUNCATE change, change_base, certificate_type, membership_type, issuance, sync_run, mutation");
    }

    private static List<String> queries() throws IOException {
        return QUERY.matcher(Files.readString(Path.of("src/docs/reports.md")))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    @Test
    void sizesAreWhatTheyAreSaidToBe() {
        assertThat(database.number(
                        "SELECT (SELECT count(*) FROM certificate_type) + (SELECT count(*) FROM membership_type)"))
                .isEqualTo(100_000);
        assertThat(database.number("SELECT count(*) FROM change")).isEqualTo(1_000_000);
    }

    @Test
    void noQueryReadsAWholeTable() throws IOException, SQLException {
        List<String> queries = queries();
        assertThat(queries).hasSizeGreaterThan(9);
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String query : queries) {
                String plan = String.join("\n", lines(statement, "EXPLAIN (ANALYZE, SUMMARY) " + query));
                assertThat(WHOLE_TABLE.matcher(plan).results().toList())
                        .as(query + "\n" + plan)
                        .isEmpty();
                long begun = System.nanoTime();
                List<String> rows = lines(statement, query);
                System.out.printf(
                        "Report query: %5.1f ms, %4d rows: %s%n",
                        (System.nanoTime() - begun) / 1e6,
                        rows.size(),
                        query.lines().skip(1).findFirst().orElse(query).strip());
                assertThat(rows).as(query).isNotEmpty();
            }
        }
    }

    private static List<String> lines(Statement statement, String sql) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
        }
        return lines;
    }
}
