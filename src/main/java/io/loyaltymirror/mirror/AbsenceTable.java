package io.loyaltymirror.mirror;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.mirror.Absences.Absent;
import io.loyaltymirror.mirror.RowWriter.Occasion;
import io.loyaltymirror.upstream.CanonicalText;
import io.loyaltymirror.upstream.TypePayload;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Which rows of one kind a scan did not see, and the steps they take from there; all scoped by the chain. */
record AbsenceTable(
        String findSql,
        String suspectSql,
        String againSql,
        String goneSql,
        String deletedSql,
        String bodySql,
        String stampSql) {

    private static final AbsenceTable CERTIFICATE_TYPE = named(Kind.CERTIFICATE_TYPE);
    private static final AbsenceTable MEMBERSHIP_TYPE = named(Kind.MEMBERSHIP_TYPE);

    /**
     * Rows that something newer than the scan speaks for are left out, and so are those written a short while before it:
     * nobody promises that upstream reads its own writes. A stamp from the future speaks for nothing.
     */
    private static final String FIND = """
            SELECT mirrored.id, mirrored.listed, mirrored.absent_since, mirrored.absences, mirrored.confirmed_at,
                   (SELECT count(*) FROM %1$s WHERE chain_id = $1 AND listed AND state <> 'GONE') AS live
              FROM %1$s AS mirrored
              LEFT JOIN unnest($2::bigint[]) AS seen (id) USING (id)
             WHERE mirrored.chain_id = $1 AND seen.id IS NULL AND mirrored.state <> 'GONE'
               AND NOT (mirrored.observed_at >= $3 AND mirrored.observed_at <= mirror_now())
               AND NOT coalesce(mirrored.written_at > $3 - make_interval(secs => $4)
                   AND mirrored.written_at <= mirror_now(), false)""";

    private static final String SUSPECT = """
            UPDATE %s SET state = 'SUSPECT', absent_since = $3, absences = 1
             WHERE chain_id = $1 AND id = ANY ($2) AND state = 'LIVE' AND listed""";

    private static final String AGAIN = """
            UPDATE %s SET absences = absences + 1 WHERE chain_id = $1 AND id = ANY ($2) AND state = 'SUSPECT'""";

    private static final String GONE = """
            WITH gone AS (
                UPDATE %1$s SET state = 'GONE', absent_since = NULL, absences = 0, generation = $3
                 WHERE chain_id = $1 AND id = ANY ($2) AND state <> 'GONE' RETURNING id)
            INSERT INTO change (chain_id, generation, seq, kind, id, op, cause, at)
            SELECT $1, $3, $4 + row_number() OVER (ORDER BY id) - 1, '%1$s', id, 'GONE', $5, $6 FROM gone""";

    private static final String DELETED = """
            WITH gone AS (
                UPDATE %1$s SET state = 'GONE', absent_since = NULL, absences = 0, generation = $3,
                       observed_at = $7, written_at = $7
                 WHERE chain_id = $1 AND id = $2 AND state <> 'GONE' RETURNING id)
            INSERT INTO change (chain_id, generation, seq, kind, id, op, cause, at)
            SELECT $1, $3, $4, '%1$s', id, 'GONE', $5, $6 FROM gone""";

    private static final String BODY = "SELECT body::text FROM %s WHERE chain_id = $1 AND id = $2";

    private static final String STAMP = """
            UPDATE %s SET observed_at = $3, written_at = CASE WHEN $7 THEN $3 ELSE written_at END,
                   confirmed_at = CASE WHEN $6 THEN NULL ELSE $3 END
             WHERE chain_id = $1 AND id = $2 AND content_hash = decode($4, 'hex') AND hash_version = $5
               AND state = 'LIVE' AND listed = $6""";

    static AbsenceTable of(Kind kind) {
        return switch (kind) {
            case CERTIFICATE_TYPE -> CERTIFICATE_TYPE;
            case MEMBERSHIP_TYPE -> MEMBERSHIP_TYPE;
        };
    }

    private static AbsenceTable named(Kind kind) {
        String table = kind.word();
        return new AbsenceTable(
                FIND.formatted(table),
                SUSPECT.formatted(table),
                AGAIN.formatted(table),
                GONE.formatted(table),
                DELETED.formatted(table),
                BODY.formatted(table),
                STAMP.formatted(table));
    }

    Uni<Absences> find(SqlClient sql, ChainId chain, Seen seen, Instant scannedAt, double graceSeconds) {
        Tuple parameters = Tuple.of(chain.value(), seen.presentIds(), TypeTable.timestamp(scannedAt), graceSeconds);
        return sql.preparedQuery(findSql).execute(parameters).map(AbsenceTable::absences);
    }

    private static Absences absences(RowSet<Row> found) {
        List<Absent> rows = new ArrayList<>();
        long live = 0;
        for (Row row : found) {
            live = row.getLong("live");
            rows.add(new Absent(
                    row.getLong("id"),
                    row.getBoolean("listed"),
                    instant(row, "absent_since"),
                    row.getInteger("absences"),
                    instant(row, "confirmed_at")));
        }
        return new Absences(rows, live);
    }

    private static Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    Uni<Void> suspect(SqlConnection tx, ChainId chain, Collection<Long> ids, Instant scannedAt) {
        return forThese(tx, suspectSql, Tuple.of(chain.value(), array(ids), TypeTable.timestamp(scannedAt)), ids);
    }

    Uni<Void> absentAgain(SqlConnection tx, ChainId chain, Collection<Long> ids) {
        return forThese(tx, againSql, Tuple.of(chain.value(), array(ids)), ids);
    }

    private static Uni<Void> forThese(SqlConnection tx, String sql, Tuple parameters, Collection<Long> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery(sql).execute(parameters).replaceWithVoid();
    }

    /** @return how many of them were not gone before */
    Uni<Integer> gone(SqlConnection tx, Occasion occasion, Collection<Long> ids, int seq) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        Tuple parameters = Tuple.of(occasion.chain().value(), array(ids), occasion.generation(), seq)
                .addValue(occasion.cause())
                .addValue(occasion.at());
        return tx.preparedQuery(goneSql).execute(parameters).map(RowSet::rowCount);
    }

    /** @return 1, or 0 where it was gone before or never there */
    Uni<Integer> deleted(SqlConnection tx, Occasion occasion, long id, int seq, Instant answeredAt) {
        Tuple parameters = Tuple.of(occasion.chain().value(), id, occasion.generation(), seq)
                .addValue(occasion.cause())
                .addValue(occasion.at())
                .addValue(TypeTable.timestamp(answeredAt));
        return tx.preparedQuery(deletedSql).execute(parameters).map(RowSet::rowCount);
    }

    /** The stored body, in the text that jsonb gives; null where there is none. */
    Uni<String> body(SqlConnection tx, ChainId chain, long id) {
        return tx.preparedQuery(bodySql)
                .execute(Tuple.of(chain.value(), id))
                .map(rows -> rows.iterator())
                .map(rows -> rows.hasNext() ? rows.next().getString(0) : null);
    }

    /** Stamps the row anew, if it says the same; false where it does not. */
    Uni<Boolean> stamp(SqlConnection tx, Occasion occasion, TypePayload type, Instant at) {
        Tuple parameters = Tuple.of(
                        occasion.chain().value(),
                        type.id(),
                        TypeTable.timestamp(at),
                        type.contentHash(),
                        CanonicalText.VERSION,
                        occasion.listed())
                .addValue(occasion.written());
        return tx.preparedQuery(stampSql).execute(parameters).map(rows -> rows.rowCount() == 1);
    }

    private static Long[] array(Collection<Long> ids) {
        return ids.toArray(Long[]::new);
    }
}
