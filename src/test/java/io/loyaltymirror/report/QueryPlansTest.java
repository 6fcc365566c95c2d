package io.loyaltymirror.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.harness.EmbeddedDatabase;
import io.vertx.mutiny.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

    /** What {@link Reports} itself asks, from a place in the middle. */
    @ParameterizedTest
    @EnumSource
    void noPageOfAReportReadsAWholeTable(Report report) throws SQLException {
        Question first = question(report, Optional.empty(), 50);
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            Map<String, Object> last = new HashMap<>();
            try (ResultSet rows = statement.executeQuery(asked(first))) {
                while (rows.next()) {
                    for (Key key : report.keys()) {
                        last.put(key.column(), rows.getObject(key.column()));
                    }
                }
            }
            String next = Place.behind(report, last).toString();
            String query = asked(question(report, Optional.of(next), 50));
            String plan = String.join("\n", lines(statement, "EXPLAIN (ANALYZE, SUMMARY) " + query));
            assertThat(WHOLE_TABLE.matcher(plan).results().toList())
                    .as(query + "\n" + plan)
                    .isEmpty();
            System.out.printf("Page of %s: %s%n", report.word(), plan.substring(plan.indexOf("Execution Time")));
        }
    }

    private static Question question(Report report, Optional<String> after, int most) {
        Optional<LocalDate> from = report.hasPeriod() ? Optional.of(LocalDate.parse("2026-06-01")) : Optional.empty();
        return new Question(report, Optional.of(Set.of(706028L)), from, Optional.empty(), after, most);
    }

    private static String asked(Question question) {
        Tuple parameters = Tuple.tuple();
        String sql = Reports.sql(question, parameters);
        for (int i = parameters.size(); i > 0; i--) {
            sql = sql.replace("$" + i, literal(parameters.getValue(i - 1)));
        }
        return sql;
    }

    private static String literal(Object value) {
        return switch (value) {
            case Long[] chains -> "ARRAY[" + chains[0] + "]::bigint[]";
            case Number number -> number.toString();
            case LocalDate day -> "DATE '" + day + "'";
            default -> "'" + value + "'";
        };
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
