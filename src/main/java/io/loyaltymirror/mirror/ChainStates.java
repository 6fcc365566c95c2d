package io.loyaltymirror.mirror;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.mirror.ChainState.KindState;
import io.loyaltymirror.mirror.ChainState.LastRun;
import io.loyaltymirror.mirror.ChainState.OpenHold;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How all chains stand: one statement, hence one snapshot, however many there are. */
@ApplicationScoped
public class ChainStates {

    private static final String STATES = """
            SELECT chain.id, chain.title, chain.enabled, chain.sync_every_s, chain.epoch || '.' || chain.generation AS generation,
                   chain.lease_owner, chain.lease_until,
                   known.kind, known.as_of, known.next_due_at, known.failures,
                   floor(extract(epoch FROM greatest(mirror_now(), known.as_of) - known.as_of))::bigint AS age_s,
                   last.id AS run_id, last.outcome, last.reason, last.finished_at,
                   hold.run_id AS hold_run_id, cardinality(hold.ids) AS held, hold.opened_at,
                   coalesce(suspect.types, 0) AS suspects
              FROM chain
              LEFT JOIN chain_kind AS known ON known.chain_id = chain.id
              LEFT JOIN LATERAL (
                       SELECT id, outcome, reason, finished_at FROM sync_run
                        WHERE chain_id = chain.id AND kind = known.kind AND outcome IS NOT NULL
                        ORDER BY id DESC LIMIT 1) AS last ON true
              LEFT JOIN hold ON hold.chain_id = chain.id AND hold.kind = known.kind
                    AND hold.closed_at IS NULL AND hold.released_at IS NULL
              LEFT JOIN (
                       SELECT chain_id, 'certificate_type' AS kind, count(*) AS types FROM certificate_type
                        WHERE state = 'SUSPECT' GROUP BY chain_id
                        UNION ALL
                       SELECT chain_id, 'membership_type', count(*) FROM membership_type
                        WHERE state = 'SUSPECT' GROUP BY chain_id) AS suspect
                    ON suspect.chain_id = chain.id AND suspect.kind = known.kind
             WHERE chain.removed_at IS NULL AND ($1::bigint[] IS NULL OR chain.id = ANY ($1))
             ORDER BY chain.id, known.kind""";

    private final Pool pool;

    ChainStates(Pool pool) {
        this.pool = pool;
    }

    /**
     * The chains that were not removed, by id.
     *
     * @param only of these; empty: of all
     */
    public Uni<List<ChainState>> of(Optional<Set<Long>> only) {
        Long[] ids = only.map(chains -> chains.toArray(Long[]::new)).orElse(null);
        return pool.preparedQuery(STATES).execute(Tuple.of((Object) ids)).map(ChainStates::states);
    }

    /** One chain that was not removed; null where there is none. */
    public Uni<ChainState> of(ChainId chain) {
        return of(Optional.of(Set.of(chain.value()))).map(found -> found.isEmpty() ? null : found.getFirst());
    }

    /** One row per kind; a chain of which no kind is known has one row without. */
    private static List<ChainState> states(RowSet<Row> rows) {
        Map<Long, ChainState> states = new LinkedHashMap<>();
        for (Row row : rows) {
            ChainState state = states.computeIfAbsent(row.getLong("id"), _ -> chain(row));
            if (row.getString("kind") != null) {
                state.kinds().add(kind(row));
            }
        }
        return List.copyOf(states.values());
    }

    private static ChainState chain(Row row) {
        return new ChainState(
                row.getLong("id"),
                row.getString("title"),
                row.getBoolean("enabled"),
                row.getInteger("sync_every_s"),
                row.getString("generation"),
                row.getString("lease_owner"),
                instant(row, "lease_until"),
                new ArrayList<>());
    }

    private static KindState kind(Row row) {
        return new KindState(
                row.getString("kind"),
                instant(row, "as_of"),
                row.getLong("age_s"),
                instant(row, "next_due_at"),
                row.getInteger("failures"),
                lastRun(row),
                openHold(row),
                row.getLong("suspects"));
    }

    private static LastRun lastRun(Row row) {
        Long id = row.getLong("run_id");
        return id == null
                ? null
                : new LastRun(id, row.getString("outcome"), row.getString("reason"), instant(row, "finished_at"));
    }

    private static OpenHold openHold(Row row) {
        Long run = row.getLong("hold_run_id");
        return run == null ? null : new OpenHold(run, row.getInteger("held"), instant(row, "opened_at"));
    }

    static Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
