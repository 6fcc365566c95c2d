package io.loyaltymirror.sync;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.List;

/** When each kind of a chain is due next: after its interval, as {@link Stretching} says how long that is. */
@ApplicationScoped
class Schedule {

    private static final String TOTALS = "SELECT view_totals FROM chain_kind WHERE chain_id = $1 AND kind = $2";

    /** From the run's begin, so that the interval does not grow by what a run takes. */
    private static final String AFTER_COMPLETE = """
            UPDATE chain_kind SET failures = 0, view_totals = $6, next_due_at = greatest(mirror_now(),
                   $3::timestamptz + make_interval(secs => coalesce(chain.sync_every_s, $4::double precision) * $5::double precision))
              FROM chain WHERE chain.id = chain_id AND chain_id = $1 AND kind = $2""";

    private static final String AT_INTERVAL = """
            UPDATE chain_kind SET next_due_at = greatest(mirror_now(),
                   $3::timestamptz + make_interval(secs => coalesce(chain.sync_every_s, $4::double precision) * $5::double precision))
              FROM chain WHERE chain.id = chain_id AND chain_id = $1 AND kind = $2""";

    /** Doubling from the interval to an hour, or to the interval where that is longer: failures cost permits too. */
    private static final String AFTER_FAILURE = """
            UPDATE chain_kind SET failures = failures + 1, next_due_at = $3::timestamptz + make_interval(secs =>
                   greatest(coalesce(chain.sync_every_s, $4::double precision) * $5::double precision,
                            least(3600, coalesce(chain.sync_every_s, $4::double precision) * $5::double precision * 2 ^ least(failures, 12))))
              FROM chain WHERE chain.id = chain_id AND chain_id = $1 AND kind = $2""";

    private final Stretching stretching;
    private final double everySeconds;

    Schedule(Stretching stretching, SyncConfig config) {
        this.stretching = stretching;
        everySeconds = config.every().toMillis() / 1e3;
    }

    /** How many rows each view had when it was read completely last; empty before the first time. */
    Uni<List<Long>> lastTotals(SqlClient sql, OpenRun run) {
        return sql.preparedQuery(TOTALS)
                .execute(Tuple.of(run.fence().chain().value(), run.kind().word()))
                .map(rows -> rows.iterator().next().getArrayOfLongs("view_totals"))
                .map(totals -> totals == null ? List.of() : List.of(totals));
    }

    Uni<Void> afterComplete(SqlClient sql, OpenRun run, List<Long> totals) {
        return set(sql, AFTER_COMPLETE, parameters(run).addValue(totals.toArray(Long[]::new)));
    }

    Uni<Void> afterIncomplete(SqlClient sql, OpenRun run, Ending.Next next) {
        return switch (next) {
            case INTERVAL -> set(sql, AT_INTERVAL, parameters(run));
            case BACK_OFF -> set(sql, AFTER_FAILURE, parameters(run));
            case UNCHANGED, NOT_OURS -> Uni.createFrom().voidItem();
        };
    }

    private Tuple parameters(OpenRun run) {
        return Tuple.of(
                run.fence().chain().value(),
                run.kind().word(),
                run.startedAt().atOffset(ZoneOffset.UTC),
                everySeconds,
                stretching.factor());
    }

    private static Uni<Void> set(SqlClient sql, String statement, Tuple parameters) {
        return sql.preparedQuery(statement).execute(parameters).replaceWithVoid();
    }
}
