package io.loyaltymirror.report;

import io.loyaltymirror.mirror.BoundedReads;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.sqlclient.data.Numeric;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Answers questions from the views, and from nothing else. */
@ApplicationScoped
public class Reports {

    private final BoundedReads reads;

    Reports(BoundedReads reads) {
        this.reads = reads;
    }

    /**
     * A page of the report.
     *
     * @param question one that is readable
     * @return fails as {@link BoundedReads#read} does
     */
    public Uni<Answer> answer(Question question) {
        return reads.read(tx -> rows(tx, question));
    }

    private static Uni<Answer> rows(SqlConnection tx, Question question) {
        Tuple parameters = Tuple.tuple();
        String sql = sql(question, parameters);
        return tx.preparedQuery(sql).execute(parameters).map(rows -> answer(question, rows));
    }

    /** Only what is asked for is a condition, so that each plan can use its index. */
    static String sql(Question question, Tuple parameters) {
        Report report = question.report();
        String keys = columns(report);
        List<String> conditions = new ArrayList<>();
        question.chains()
                .ifPresent(chains ->
                        conditions.add("chain_id = ANY (" + parameter(parameters, chains.toArray(Long[]::new)) + ")"));
        question.from().ifPresent(day -> conditions.add(report.period().sql() + " >= " + parameter(parameters, day)));
        question.to().ifPresent(day -> conditions.add(report.period().sql() + " <= " + parameter(parameters, day)));
        question.place()
                .ifPresent(place -> conditions.add("(" + keys + ") > ("
                        + place.values().stream()
                                .map(value -> parameter(parameters, value))
                                .collect(Collectors.joining(", "))
                        + ")"));
        return "SELECT * FROM " + report.view()
                + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions))
                + " ORDER BY " + keys + " LIMIT " + parameter(parameters, question.most());
    }

    private static String columns(Report report) {
        return report.keys().stream().map(Key::column).collect(Collectors.joining(", "));
    }

    private static String parameter(Tuple parameters, Object value) {
        return "$" + parameters.addValue(value).size();
    }

    private static Answer answer(Question question, RowSet<Row> found) {
        List<Map<String, Object>> rows = new ArrayList<>();
        found.forEach(row -> rows.add(values(row, found.columnsNames())));
        boolean mayHaveMore = rows.size() == question.most();
        return new Answer(
                found.columnsNames(),
                rows,
                mayHaveMore ? Place.behind(question.report(), rows.getLast()).toString() : null);
    }

    private static Map<String, Object> values(Row row, List<String> columns) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            values.put(columns.get(i), plain(row.getValue(i)));
        }
        return values;
    }

    private static Object plain(Object value) {
        return switch (value) {
            case null -> null;
            case Numeric number -> number.bigDecimalValue();
            case OffsetDateTime time -> time.toInstant().toString();
            case Temporal day -> day.toString();
            default -> value;
        };
    }
}
