package io.loyaltymirror.mirror;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.upstream.UnreadableRow;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Rows that upstream sent and nobody could read, or the database refused: raw, once each. */
@ApplicationScoped
public class Quarantine {

    private static final String KEEP = """
            INSERT INTO quarantine (chain_id, kind, digest, type_id, reason, raw, run_id, first_seen, last_seen)
            SELECT DISTINCT ON (digest) $1, $2, digest, type_id, reason, raw, $6, mirror_now(), mirror_now()
              FROM unnest($3::bigint[], $4::text[], $5::text[]) AS row (type_id, reason, raw)
             CROSS JOIN LATERAL sha256(convert_to(reason || ' ' || raw, 'UTF8')) AS digest
             ORDER BY digest
            ON CONFLICT (chain_id, kind, digest) DO UPDATE SET run_id = excluded.run_id, last_seen = excluded.last_seen""";

    private final Pool pool;

    Quarantine(Pool pool) {
        this.pool = pool;
    }

    /** Keeps the rows, by itself: they are no part of what is published. */
    public Uni<Void> keep(ChainId chain, Kind kind, long run, List<UnreadableRow> rows) {
        return keep(pool, chain, kind, run, rows);
    }

    /** Keeps the rows within the caller's transaction. */
    public Uni<Void> keep(SqlClient sql, ChainId chain, Kind kind, long run, List<UnreadableRow> rows) {
        if (rows.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple parameters = Tuple.of(chain.value(), kind.word())
                .addValue(rows.stream()
                        .map(row -> row.id().isPresent() ? (Long) row.id().getAsLong() : null)
                        .toArray(Long[]::new))
                .addValue(rows.stream().map(UnreadableRow::reason).toArray(String[]::new))
                .addValue(rows.stream().map(row -> storable(row.raw())).toArray(String[]::new))
                .addValue(run);
        return sql.preparedQuery(KEEP).execute(parameters).replaceWithVoid();
    }

    /** PostgreSQL's text holds neither U+0000 nor halves of surrogate pairs. */
    private static String storable(String raw) {
        StringBuilder text = new StringBuilder(raw.length());
        raw.codePoints()
                .map(point -> point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)
                        ? '\uFFFD'
                        : point)
                .forEach(text::appendCodePoint);
        return text.toString();
    }
}
