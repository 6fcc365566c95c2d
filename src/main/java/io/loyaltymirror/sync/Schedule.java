package io.loyaltymirror.sync;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;

/** When each kind of a chain is due next. */
@ApplicationScoped
class Schedule {

    /** From the run's begin, so that the interval does not grow by what a run takes. */
    private static final String AFTER_COMPLETE = """
            UPDATE chain_kind SET failures = 0, next_due_at = greatest(mirror_now(),
                   $3::timestamptz + make_interval(secs => coalesce(chain.sync_every_s, $4)))
              FROM chain WHERE chain.id = chain_id AND chain_id = $1 AND kind = $2""";

    /** A chain that people are editing is torn now and then: no reason to back off. */
    private static final String AFTER_PARTIAL = """
            UPDATE chain_kind SET next_due_at = greatest(mirror_now(),
                   $3::timestamptz + make_interval(secs => coalesce(chain.sync_every_s, $4)))
              FROM chain WHERE chain.id = chain_id AND chain_id = $1 AND kind = $2""";

    /** Doubling from the interval to an hour, or to the interval where that is longer: failures cost permits too. */
    private static final String AFTER_FAILURE = """
            UPDATE chain_kind SET failures = failures + 1, next_due_at = $3::timestamptz + make_interval(secs =>
                   greatest(coalesce(chain.sync_every_s, $4),
                            least(3600, coalesce(chain.sync_every_s, $4) * 2 ^ least(failures, 12))))
              FROM chain WHERE chain.id = chain_id AND chain_id = $1 AND kind = $2""";

    private final double everySeconds;

    Schedule(SyncConfig config) {
        everySeconds = config.every().toMillis() / 1e3;
    }

    Uni<Void> after(SqlClient sql, OpenRun run, Outcome outcome) {
        return switch (outcome) {
            case COMPLETE -> set(sql, run, AFTER_COMPLETE);
            case PARTIAL -> set(sql, run, AFTER_PARTIAL);
            case FAILED -> set(sql, run, AFTER_FAILURE);
            // The chain is somebody else's now, and so is its schedule.
            case FENCED -> Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> set(SqlClient sql, OpenRun run, String statement) {
        Tuple parameters = Tuple.of(
                run.fence().chain().value(), run.kind().word(), run.startedAt().atOffset(ZoneOffset.UTC), everySeconds);
        return sql.preparedQuery(statement).execute(parameters).replaceWithVoid();
    }
}
