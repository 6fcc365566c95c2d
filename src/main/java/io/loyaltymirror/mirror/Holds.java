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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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

    private static final String COLUMNS = """
            id, chain_id, kind, run_id, cardinality(ids) AS types, opened_at, released_at, released_by, reason, closed_at,
            ARRAY(SELECT unnest(ids) AS type ORDER BY type LIMIT %d) AS ids""".formatted(Hold.MAX_IDS);

    private static final String RELEASE = """
            UPDATE hold SET released_at = mirror_now(), released_by = $3, reason = $4
             WHERE chain_id = $1 AND kind = $2 AND closed_at IS NULL AND released_at IS NULL
            RETURNING %s""".formatted(COLUMNS);

    /** The one that the run opened, or the newest that was there when it ended. */
    private static final String OF_RUN = """
            SELECT %s FROM hold JOIN (
                   SELECT id AS held_run, chain_id, kind, finished_at FROM sync_run
                    WHERE id = $1 AND outcome = 'HELD') AS run USING (chain_id, kind)
             WHERE run_id = held_run OR (opened_at <= finished_at AND (closed_at IS NULL OR closed_at > finished_at))
             ORDER BY run_id = held_run DESC, id DESC LIMIT 1""".formatted(COLUMNS);

    private static final String NEWEST = """
            SELECT %s FROM hold
             WHERE ($1::bigint[] IS NULL OR chain_id = ANY ($1)) AND id < $2
               AND ($3::boolean IS NULL OR $3 = (closed_at IS NULL AND released_at IS NULL))
             ORDER BY id DESC LIMIT $4""".formatted(COLUMNS);

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
     * @return what was released; null where nothing is held
     */
    public Uni<Hold> release(ChainId chain, Kind kind, String by, String reason) {
        return pool.preparedQuery(RELEASE)
                .execute(Tuple.of(chain.value(), kind.word(), by, reason))
                .map(Holds::holds)
                .map(holds -> holds.isEmpty() ? null : holds.getFirst());
    }

    /** What a run that ended HELD held; null where it did not, or where that is too long ago. */
    public Uni<Hold> ofRun(long run) {
        return pool.preparedQuery(OF_RUN)
                .execute(Tuple.of(run))
                .map(Holds::holds)
                .map(holds -> holds.isEmpty() ? null : holds.getFirst());
    }

    /**
     * Holds, newest first.
     *
     * @param chains only of these chains; empty: of all
     * @param open only those that wait, or only those that do not
     * @param before only holds older than the one of this id
     */
    public Uni<List<Hold>> newest(Optional<Set<Long>> chains, Optional<Boolean> open, long before, int most) {
        Long[] ids = chains.map(only -> only.toArray(Long[]::new)).orElse(null);
        return pool.preparedQuery(NEWEST)
                .execute(Tuple.of(ids, before, open.orElse(null), most))
                .map(Holds::holds);
    }

    private static List<Hold> holds(RowSet<Row> rows) {
        List<Hold> holds = new ArrayList<>();
        for (Row row : rows) {
            holds.add(new Hold(
                    row.getLong("id"),
                    row.getLong("chain_id"),
                    row.getString("kind"),
                    row.getLong("run_id"),
                    row.getInteger("types"),
                    List.of(row.getArrayOfLongs("ids")),
                    ChainStates.instant(row, "opened_at"),
                    ChainStates.instant(row, "released_at"),
                    row.getString("released_by"),
                    row.getString("reason"),
                    ChainStates.instant(row, "closed_at")));
        }
        return holds;
    }
}
