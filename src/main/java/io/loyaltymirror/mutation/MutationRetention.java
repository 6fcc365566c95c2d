package io.loyaltymirror.mutation;

import io.loyaltymirror.mirror.DatabaseAbsence;
import io.loyaltymirror.mirror.Schema;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.stream.Collectors;

/** Forgets changes that have had their outcome for long, and their keys with them; what is open stays. */
@ApplicationScoped
class MutationRetention {

    static final int BATCH = 1_000;

    /** Counted by day first, for those who report on them. */
    private static final String PURGE = """
            WITH old AS (
                DELETE FROM mutation WHERE id IN (
                    SELECT id FROM mutation
                     WHERE finished_at < (SELECT mirror_now() - make_interval(secs => $1))
                       AND state NOT IN ('RECEIVED', 'SENDING', 'UNKNOWN', 'CONFLICT')
                     LIMIT $2 FOR UPDATE SKIP LOCKED)
                RETURNING *),
            counted AS (
                INSERT INTO mutation_daily AS kept
                       (chain_id, day, kind, operation, state, mutations, attempts, finished, seconds, max_s)
                SELECT chain_id, (received_at AT TIME ZONE 'UTC')::date, kind, operation, state, count(*), sum(attempt),
                       count(finished_at), sum(extract(epoch FROM finished_at - received_at)),
                       max(extract(epoch FROM finished_at - received_at))
                  FROM old GROUP BY 1, 2, 3, 4, 5
                ON CONFLICT (chain_id, day, kind, operation, state) DO UPDATE SET
                       mutations = kept.mutations + excluded.mutations,
                       attempts = kept.attempts + excluded.attempts,
                       finished = kept.finished + excluded.finished,
                       seconds = kept.seconds + excluded.seconds,
                       max_s = greatest(kept.max_s, excluded.max_s)),
            attempts AS (DELETE FROM mutation_attempt USING old WHERE mutation_id = old.id)
            SELECT count(*) AS purged FROM old""";

    private final Schema schema;
    private final Pool pool;
    private final MutationConfig config;

    MutationRetention(Schema schema, Pool pool, MutationConfig config) {
        this.schema = schema;
        this.pool = pool;
        this.config = config;
    }

    /** Not with the start, when there is enough to do. */
    @Scheduled(every = "10m", delayed = "2m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> purge() {
        return schema.isReady()
                ? Multi.createBy()
                        .repeating()
                        .uni(this::batch)
                        .whilst(purged -> purged == BATCH)
                        .collect()
                        .with(Collectors.summingLong(Long::longValue))
                        .invoke(purged -> Log.debugf("Purged: table=mutation rows=%d", purged))
                        .replaceWithVoid()
                        .onFailure()
                        .recoverWithUni(MutationRetention::later)
                : Uni.createFrom().voidItem();
    }

    /** @return how many rows it deleted */
    Uni<Long> batch() {
        return pool.preparedQuery(PURGE)
                .execute(Tuple.of(config.keyRetention().toMillis() / 1e3, BATCH))
                .map(rows -> rows.iterator().next().getLong("purged"));
    }

    private static Uni<Void> later(Throwable failure) {
        Log.warnf("Old changes are forgotten later: %s", DatabaseAbsence.words(failure));
        return Uni.createFrom().voidItem();
    }
}
