package io.loyaltymirror.mutation;

import io.loyaltymirror.mirror.DatabaseAbsence;
import io.loyaltymirror.mirror.Schema;
import io.loyaltymirror.upstream.Upstream;
import io.loyaltymirror.upstream.UpstreamFailure;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Finds out what became of changes that have no answer: after 2 s, 10 s, a minute, 5 minutes, and every 5 minutes from
 * then on. It only looks; nothing is sent again.
 */
@ApplicationScoped
class Reconciler {

    /** Rows of a look at the ledger; each costs a few permits. */
    private static final int BATCH = 10;

    /** What its process was stopped with before it left, and with it in its hands. */
    private static final String SWEEP = """
            WITH swept AS (
                UPDATE mutation SET
                       state = CASE state WHEN 'RECEIVED' THEN 'NOT_SENT' ELSE 'UNKNOWN' END,
                       finished_at = CASE state WHEN 'RECEIVED' THEN mirror_now() END,
                       unknown_at = CASE state WHEN 'SENDING' THEN mirror_now() END,
                       next_look_at = CASE state WHEN 'SENDING' THEN mirror_now() END,
                       message = 'its process did not come to an end with it'
                 WHERE state IN ('RECEIVED', 'SENDING') AND lease_until < mirror_now()
                RETURNING id, attempt, state)
            UPDATE mutation_attempt SET outcome = state, message = 'its process did not come to an end with it',
                   ended_at = CASE state WHEN 'NOT_SENT' THEN mirror_now() END
              FROM swept WHERE mutation_id = swept.id AND mutation_attempt.attempt = swept.attempt""";

    /** Others may look too once the next look is due: a step is taken from UNKNOWN alone, and once. */
    private static final String DUE = """
            UPDATE mutation SET looks = looks + 1, next_look_at = mirror_now() + make_interval(secs =>
                   CASE looks WHEN 0 THEN 8 WHEN 1 THEN 50 WHEN 2 THEN 240 ELSE 300 END)
             WHERE id IN (
                   SELECT id FROM mutation WHERE state = 'UNKNOWN' AND next_look_at <= mirror_now()
                    ORDER BY next_look_at LIMIT $2 FOR UPDATE SKIP LOCKED)
            RETURNING\s""" + Entry.COLUMNS;

    private static final String OPEN = """
            SELECT state, count(*) AS rows,
                   extract(epoch FROM mirror_now() - min(coalesce(unknown_at, received_at)))::double precision AS age
              FROM mutation WHERE state IN ('RECEIVED', 'SENDING', 'UNKNOWN', 'CONFLICT') GROUP BY state""";

    private final Schema schema;
    private final Pool pool;
    private final Upstream upstream;
    private final Finding finding;
    private final MutationMeters meters;
    private final MutationConfig config;

    Reconciler(
            Schema schema,
            Pool pool,
            Upstream upstream,
            Finding finding,
            MutationMeters meters,
            MutationConfig config) {
        this.schema = schema;
        this.pool = pool;
        this.upstream = upstream;
        this.finding = finding;
        this.meters = meters;
        this.config = config;
    }

    @Scheduled(every = "${mirror.mutation.tick}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return whenReady(() -> pool.query(SWEEP).execute().replaceWithVoid());
    }

    @Scheduled(every = "${mirror.mutation.tick}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return whenReady(() -> pool.query(OPEN)
                .execute()
                .invoke(meters::counted)
                .chain(open -> hasUnknown(open) && upstream.admitsWrites()
                        ? due()
                        : Uni.createFrom().item(List.<Entry>of()))
                .chain(this::findOut));
    }

    private Uni<Void> whenReady(Supplier<Uni<Void>> work) {
        return schema.isReady()
                ? work.get().onFailure().recoverWithUni(Reconciler::later)
                : Uni.createFrom().voidItem();
    }

    private static boolean hasUnknown(RowSet<Row> open) {
        for (Row row : open) {
            if (row.getString("state").equals(State.UNKNOWN.name())) {
                return true;
            }
        }
        return false;
    }

    private Uni<List<Entry>> due() {
        return pool.preparedQuery(DUE)
                .execute(Tuple.of(config.settle().toMillis() / 1e3, BATCH))
                .map(rows -> {
                    List<Entry> entries = new ArrayList<>();
                    rows.forEach(row -> entries.add(Entry.of(row)));
                    return entries;
                });
    }

    /** One that cannot be found out holds up no other. */
    private Uni<Void> findOut(List<Entry> entries) {
        return Multi.createFrom()
                .iterable(entries)
                .onItem()
                .transformToUniAndConcatenate(
                        entry -> finding.findOut(entry).onFailure().recoverWithUni(failure -> notYet(entry, failure)))
                .toUni()
                .replaceWithVoid();
    }

    private static Uni<Void> notYet(Entry entry, Throwable failure) {
        if (failure instanceof UpstreamFailure || DatabaseAbsence.isReason(failure)) {
            Log.infof(
                    "Not found out yet: mutation=%s look=%d %s",
                    entry.id(), entry.looks(), DatabaseAbsence.words(failure));
        } else {
            Log.errorf(failure, "Looking for a change failed: mutation=%s", entry.id());
        }
        return Uni.createFrom().voidItem();
    }

    private static Uni<Void> later(Throwable failure) {
        if (DatabaseAbsence.isReason(failure)) {
            Log.warnf(
                    "The database cannot be used, changes are looked after later: %s", DatabaseAbsence.words(failure));
        } else {
            Log.error("Looking after changes failed, trying again", failure);
        }
        return Uni.createFrom().voidItem();
    }
}
