package io.loyaltymirror.mirror;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.upstream.CanonicalText;
import io.loyaltymirror.upstream.TypePayload;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes rows, what changed by them and what was issued meanwhile, in one statement for the whole set. Where the database
 * refuses the data of one row the set is halved until that row is found, and the others are written.
 */
record RowWriter(String heapSql, String stagedSql) {

    private static final RowWriter CERTIFICATE_TYPE = named(Kind.CERTIFICATE_TYPE);
    private static final RowWriter MEMBERSHIP_TYPE = named(Kind.MEMBERSHIP_TYPE);

    static RowWriter of(Kind kind) {
        return switch (kind) {
            case CERTIFICATE_TYPE -> CERTIFICATE_TYPE;
            case MEMBERSHIP_TYPE -> MEMBERSHIP_TYPE;
        };
    }

    private static RowWriter named(Kind kind) {
        return new RowWriter(RowSql.ofHeap(kind), RowSql.ofStaged(kind));
    }

    /** What a row is written for. */
    record Occasion(ChainId chain, long generation, String cause, OffsetDateTime at, boolean listed, boolean written) {}

    /** A row, and where it stands among the changes of its generation. */
    record Write(Sighting row, int seq) {}

    /**
     * Writes rows whose bodies a scan has seen.
     *
     * @return what became of them, by id
     */
    Uni<Written> write(SqlConnection tx, Occasion occasion, List<Write> rows, Seen seen) {
        Map<Long, TypePayload> bodies = new HashMap<>();
        rows.forEach(write -> bodies.put(write.row().id(), seen.body(write.row())));
        List<Write> heap = rows.stream()
                .filter(write -> bodies.get(write.row().id()) != null)
                .toList();
        List<Write> staged = rows.stream()
                .filter(write -> bodies.get(write.row().id()) == null)
                .toList();
        return write(tx, heap, some -> heap(tx, occasion, some, bodies))
                .chain(first -> write(tx, staged, some -> staged(tx, occasion, some, seen.run()))
                        .map(first::and));
    }

    /** Writes one row. */
    Uni<Written> write(SqlConnection tx, Occasion occasion, Write row, TypePayload body) {
        return write(tx, List.of(row), some -> heap(tx, occasion, some, Map.of(body.id(), body)));
    }

    private interface Statement {
        Uni<RowSet<Row>> on(List<Write> rows);
    }

    private static Uni<Written> write(SqlConnection tx, List<Write> rows, Statement statement) {
        if (rows.isEmpty()) {
            return Uni.createFrom().item(Written.NOTHING);
        }
        return tx.query("SAVEPOINT batch")
                .execute()
                .chain(() -> statement.on(rows))
                .map(Written::rows)
                .onFailure(RowWriter::isAboutData)
                .recoverWithUni(refusal -> tx.query("ROLLBACK TO SAVEPOINT batch")
                        .execute()
                        .chain(() -> halve(tx, rows, statement, refusal)));
    }

    private static Uni<Written> halve(SqlConnection tx, List<Write> rows, Statement statement, Throwable refusal) {
        if (rows.size() == 1) {
            return Uni.createFrom().item(Written.refused(rows.getFirst().row().id(), refusal.getMessage()));
        }
        int half = rows.size() / 2;
        return write(tx, rows.subList(0, half), statement)
                .chain(first ->
                        write(tx, rows.subList(half, rows.size()), statement).map(first::and));
    }

    /** SQLSTATE classes 22, data exception, and 54, program limit exceeded. */
    private static boolean isAboutData(Throwable failure) {
        return failure instanceof PgException refused
                && refused.getSqlState() != null
                && (refused.getSqlState().startsWith("22")
                        || refused.getSqlState().startsWith("54"));
    }

    private Uni<RowSet<Row>> heap(
            SqlConnection tx, Occasion occasion, List<Write> rows, Map<Long, TypePayload> bodies) {
        TypeColumns columns = new TypeColumns(
                rows.stream().map(write -> bodies.get(write.row().id())).toList());
        Tuple parameters = Tuple.of(occasion.chain().value())
                .addValue(columns.ids())
                .addValue(columns.bodies())
                .addValue(columns.foldedTitles())
                .addValue(columns.contentHashes())
                .addValue(columns.definitionHashes())
                .addValue(stamps(rows))
                .addValue(positions(rows));
        return tx.preparedQuery(heapSql).execute(with(occasion, parameters));
    }

    private Uni<RowSet<Row>> staged(SqlConnection tx, Occasion occasion, List<Write> rows, long run) {
        Tuple parameters = Tuple.of(occasion.chain().value())
                .addValue(rows.stream().map(write -> write.row().id()).toArray(Long[]::new))
                .addValue(rows.stream().map(write -> write.row().contentHash()).toArray(String[]::new))
                .addValue(stamps(rows))
                .addValue(positions(rows))
                .addValue(run)
                .addValue(null)
                .addValue(null);
        return tx.preparedQuery(stagedSql).execute(with(occasion, parameters));
    }

    private static Tuple with(Occasion occasion, Tuple parameters) {
        return parameters
                .addValue(occasion.generation())
                .addValue(occasion.cause())
                .addValue(occasion.at())
                .addValue(occasion.listed())
                .addValue(CanonicalText.VERSION)
                .addValue(occasion.written());
    }

    private static OffsetDateTime[] stamps(List<Write> rows) {
        return rows.stream().map(write -> TypeTable.timestamp(write.row().at())).toArray(OffsetDateTime[]::new);
    }

    private static Integer[] positions(List<Write> rows) {
        return rows.stream().map(Write::seq).toArray(Integer[]::new);
    }

    /**
     * What became of rows that were to be written.
     *
     * @param refused why the database refused which
     */
    record Written(Set<Long> ids, Map<Long, String> refused) {

        static final Written NOTHING = new Written(Set.of(), Map.of());

        private static Written rows(RowSet<Row> rows) {
            Set<Long> ids = new HashSet<>();
            rows.forEach(row -> ids.add(row.getLong("id")));
            return new Written(ids, Map.of());
        }

        private static Written refused(long id, String reason) {
            return new Written(Set.of(), Map.of(id, reason));
        }

        Written and(Written other) {
            Set<Long> all = new HashSet<>(ids);
            all.addAll(other.ids);
            Map<Long, String> reasons = new HashMap<>(refused);
            reasons.putAll(other.refused);
            return new Written(all, reasons);
        }
    }
}
