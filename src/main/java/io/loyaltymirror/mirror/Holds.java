package io.loyaltymirror.mirror;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Absences too many to be believed: they are held until the types are seen again or somebody releases them. */
@ApplicationScoped
public class Holds {

    /** An operator who looks today has not looked at what is absent tomorrow. */
    private static final String RELEASED_FOR = "interval '24 hours'";

    private static final String OF = """
            SELECT released_at IS NOT NULL AS released, ids FROM hold
             WHERE chain_id = $1 AND kind = $2 AND closed_at IS NULL
               AND (released_at IS NULL OR released_at > mirror_now() - %s)""".formatted(RELEASED_FOR);

    /** What is seen again is held no longer; a hold without types, and a release that ran out, are over. */
    private static final String SEEN_AGAIN = """
            WITH rest AS (
                SELECT id, ARRAY(SELECT unnest(ids) EXCEPT SELECT unnest($3::bigint[])) AS ids FROM hold
                 WHERE chain_id = $1 AND kind = $2 AND closed_at IS NULL)
            UPDATE hold SET ids = rest.ids,
                   closed_at = CASE WHEN cardinality(rest.ids) = 0 OR released_at <= mirror_now() - %s
                               THEN mirror_now() END
              FROM rest
             WHERE hold.id = rest.id
               AND (cardinality(rest.ids) <> cardinality(hold.ids) OR cardinality(rest.ids) = 0 OR released_at <= mirror_now() - %1$s)
            """.formatted(RELEASED_FOR);

    private static final String HOLD = """
            INSERT INTO hold (chain_id, kind, run_id, ids, opened_at) VALUES ($1, $2, $3, $4, mirror_now())
            ON CONFLICT (chain_id, kind) WHERE closed_at IS NULL AND released_at IS NULL
            DO UPDATE SET ids = ARRAY(SELECT unnest(hold.ids) UNION SELECT unnest(excluded.ids))""";

    private static final String RELEASE = """
            UPDATE hold SET released_at = mirror_now(), released_by = $3, reason = $4
             WHERE chain_id = $1 AND kind = $2 AND closed_at IS NULL AND released_at IS NULL
            RETURNING cardinality(ids) AS types""";

    private final Pool pool;

    Holds(Pool pool) {
        this.pool = pool;
    }

    /**
     * What is held of a chain's kind, and what was released a short while ago.
     *
     * @param held ids that take no step
     * @param released ids that may take them all
     */
    public record Held(Set<Long> held, Set<Long> released) {}

    public Uni<Held> of(SqlClient sql, ChainId chain, Kind kind) {
        return sql.preparedQuery(OF)
                .execute(Tuple.of(chain.value(), kind.word()))
                .map(Holds::held);
    }

    /** The same, outside of a transaction. */
    public Uni<Held> of(ChainId chain, Kind kind) {
        return of(pool, chain, kind);
    }

    private static Held held(RowSet<Row> rows) {
        Set<Long> held = new HashSet<>();
        Set<Long> released = new HashSet<>();
        for (Row row : rows) {
            Set<Long> ids = row.getBoolean("released") ? released : held;
            ids.addAll(List.of(row.getArrayOfLongs("ids")));
        }
        return new Held(held, released);
    }

    /** A complete scan saw these. */
    public Uni<Void> seenAgain(SqlConnection tx, ChainId chain, Kind kind, Seen seen) {
        return tx.preparedQuery(SEEN_AGAIN)
                .execute(Tuple.of(chain.value(), kind.word(), seen.presentIds()))
                .replaceWithVoid();
    }

    /** Holds these too. */
    public Uni<Void> hold(SqlConnection tx, ChainId chain, Kind kind, long run, Collection<Long> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery(HOLD)
                        .execute(Tuple.of(chain.value(), kind.word(), run, ids.toArray(Long[]::new)))
                        .replaceWithVoid();
    }

    /**
     * Lets what is held of a kind now go on for 24 hours; every later step of the ladder still applies.
     *
     * @return how many types that are; null where nothing is held
     */
    public Uni<Integer> release(ChainId chain, Kind kind, String by, String reason) {
        return pool.preparedQuery(RELEASE)
                .execute(Tuple.of(chain.value(), kind.word(), by, reason))
                .map(rows -> rows.iterator())
                .map(rows -> rows.hasNext() ? rows.next().getInteger("types") : null);
    }
}
