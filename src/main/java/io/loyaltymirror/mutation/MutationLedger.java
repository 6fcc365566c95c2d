package io.loyaltymirror.mutation;

import io.loyaltymirror.upstream.UpstreamConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.UUID;

/**
 * The ledger's rows and the steps between their states. Each step is taken from the state and the attempt that it was
 * decided in, or not at all.
 */
@ApplicationScoped
class MutationLedger {

    /** Between the deadline and the end of the lease: the answer's time, and a process that is a little late. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private static final String UNIQUE_VIOLATION = "23505";

    private static final String RECEIVE = """
            WITH received AS (
                INSERT INTO mutation (id, chain_id, kind, operation, type_id, caller, key, fingerprint, slot, request,
                       received_at, lease_until)
                SELECT $1, id, $3, $4, $5, $6, $7, $8, $9, $10, mirror_now(), mirror_now() + make_interval(secs => $11)
                  FROM chain WHERE id = $2 AND removed_at IS NULL
                ON CONFLICT DO NOTHING RETURNING id, received_at)
            INSERT INTO mutation_attempt (mutation_id, attempt, begun_at) SELECT id, 1, received_at FROM received""";

    private static final String AGAIN = """
            WITH again AS (
                UPDATE mutation SET state = 'RECEIVED', attempt = attempt + 1, finished_at = NULL, status = NULL,
                       answer = NULL, message = NULL, generation = NULL, unknown_at = NULL, looks = 0,
                       resolved_by = NULL, received_at = mirror_now(),
                       lease_until = mirror_now() + make_interval(secs => $3)
                 WHERE id = $1 AND attempt = $2 AND state IN ('NOT_SENT', 'ABSENT')
                RETURNING id, attempt)
            INSERT INTO mutation_attempt (mutation_id, attempt, begun_at) SELECT id, attempt, mirror_now() FROM again""";

    /** The row's generation is that of the chain before anything left. */
    private static final String SENDING = """
            WITH sending AS (
                UPDATE mutation SET state = 'SENDING', known_ids = $3, before_hash = $4,
                       known_generation = (SELECT generation FROM chain WHERE chain.id = chain_id)
                 WHERE id = $1 AND attempt = $2 AND state = 'RECEIVED' AND lease_until > mirror_now()
                RETURNING id, attempt)
            UPDATE mutation_attempt SET sent_at = mirror_now() FROM sending
             WHERE mutation_id = sending.id AND mutation_attempt.attempt = sending.attempt""";

    /** Of a type that the change made or changed; an answer beats whatever was concluded before it came. */
    private static final String SUCCEED = """
            WITH done AS (
                UPDATE mutation SET type_id = coalesce($3, type_id), answer = $4, status = 200, message = NULL,
                       generation = (SELECT epoch || '.' || generation FROM chain WHERE chain.id = chain_id),
                       finished_at = mirror_now(), next_look_at = NULL, known_ids = NULL, resolved_by = $8,
                       state = CASE WHEN state IN ('RECEIVED', 'SENDING', 'UNKNOWN', 'CONFLICT')
                                      OR (state = 'ADOPTED' AND type_id = $3) THEN $5 ELSE 'CONFLICT' END
                 WHERE id = $1 AND attempt = $2
                   AND state = ANY ($7)
                RETURNING id, attempt, state, generation)
            UPDATE mutation_attempt SET ended_at = mirror_now(), outcome = state, message = NULL,
                   requests = coalesce(requests, 0) + $6
              FROM done WHERE mutation_id = done.id AND mutation_attempt.attempt = done.attempt
            RETURNING done.generation, done.state""";

    private static final String CLOSE = """
            WITH closed AS (
                UPDATE mutation SET state = $4, status = $5, answer = $6, message = $7, known_ids = NULL, resolved_by = $9,
                       finished_at = mirror_now(), next_look_at = NULL
                 WHERE id = $1 AND attempt = $2 AND state = ANY ($3)
                RETURNING id, attempt)
            UPDATE mutation_attempt SET ended_at = mirror_now(), outcome = $4, message = $7,
                   requests = coalesce(requests, 0) + $8
              FROM closed WHERE mutation_id = closed.id AND mutation_attempt.attempt = closed.attempt""";

    /** Stays open until a person decides. */
    private static final String CONFLICT = """
            WITH conflict AS (
                UPDATE mutation SET state = 'CONFLICT', message = $3, next_look_at = NULL
                 WHERE id = $1 AND attempt = $2 AND state = 'UNKNOWN'
                RETURNING id, attempt)
            UPDATE mutation_attempt SET outcome = 'CONFLICT', message = $3
              FROM conflict WHERE mutation_id = conflict.id AND mutation_attempt.attempt = conflict.attempt""";

    private static final String UNKNOWN = """
            WITH unknown AS (
                UPDATE mutation SET state = 'UNKNOWN', message = $3, unknown_at = mirror_now(), looks = 0,
                       next_look_at = mirror_now() + make_interval(secs => $4)
                 WHERE id = $1 AND attempt = $2 AND state = 'SENDING'
                RETURNING id, attempt)
            UPDATE mutation_attempt SET outcome = 'UNKNOWN', message = $3, requests = coalesce(requests, 0) + $5
              FROM unknown WHERE mutation_id = unknown.id AND mutation_attempt.attempt = unknown.attempt""";

    private final Pool pool;
    private final double leaseSeconds;

    MutationLedger(Pool pool, MutationConfig config, UpstreamConfig upstream) {
        this.pool = pool;
        this.leaseSeconds = seconds(lease(config, upstream.timeout()));
    }

    /** By then a change that left in time has its answer. */
    static Duration lease(MutationConfig config, Duration timeout) {
        return config.deadline().plus(timeout).plus(MARGIN);
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1e3;
    }

    /** Writes a change down; false where its key or its slot is taken, or the chain is not there. */
    Uni<Boolean> receive(UUID id, Change change) {
        Tuple row = Tuple.of(
                        id,
                        change.chain().value(),
                        change.operation().kind().word(),
                        change.operation().name())
                .addValue(change.typeId().isPresent() ? change.typeId().getAsLong() : null)
                .addValue(change.caller())
                .addValue(change.key().orElse(id.toString()))
                .addValue(Request.fingerprint(change))
                .addValue(slot(change))
                .addValue(change.request())
                .addValue(leaseSeconds);
        return step(pool, RECEIVE, row);
    }

    static String slot(Change change) {
        return change.operation() == Operation.CREATE
                ? "create " + Digest.of(Request.of(change.request()).title())
                : change.operation().kind().word() + " " + change.typeId().getAsLong();
    }

    /** A new attempt under the same key; false where somebody was faster or the slot is taken. */
    Uni<Boolean> again(Entry entry) {
        return step(pool, AGAIN, Tuple.of(entry.id(), entry.attempt(), leaseSeconds))
                .onFailure(MutationLedger::isTaken)
                .recoverWithItem(false);
    }

    /** Whether the step was refused because the slot is somebody else's. */
    static boolean isTaken(Throwable failure) {
        return failure instanceof PgException refused && UNIQUE_VIOLATION.equals(refused.getSqlState());
    }

    /** From now on it may leave; false where its time is over. */
    Uni<Boolean> sending(Entry entry, Collection<Long> knownIds, String beforeHash) {
        Tuple step = Tuple.of(entry.id(), entry.attempt(), knownIds.toArray(Long[]::new), beforeHash);
        return step(pool, SENDING, step);
    }

    /**
     * It is done.
     *
     * @param state SUCCEEDED by upstream's own answer, ADOPTED where it was found out
     * @param from in which states that counts
     * @param resolvedBy who decided so; null where nobody had to
     */
    record Success(Long typeId, String data, State state, Collection<State> from, int requests, String resolvedBy) {}

    /** @return the generation from which the change can be read; null where the row went its way meanwhile */
    Uni<String> succeed(SqlConnection tx, Entry entry, Success success) {
        Tuple step = Tuple.of(entry.id(), entry.attempt(), success.typeId(), success.data())
                .addValue(success.state().name())
                .addValue(success.requests())
                .addValue(names(success.from()))
                .addValue(success.resolvedBy());
        return tx.preparedQuery(SUCCEED)
                .execute(step)
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next())
                .map(row -> row == null
                                || !row.getString("state")
                                        .equals(success.state().name())
                        ? null
                        : row.getString("generation"));
    }

    /**
     * An end without effect upstream.
     *
     * @param status what its caller is told, and is told again
     * @param meta of a refusal, upstream's own words as JSON
     * @param resolvedBy who decided so; null where nobody had to
     */
    record End(State state, Integer status, String meta, String message, int requests, String resolvedBy) {

        End(State state, Integer status, String meta, String message, int requests) {
            this(state, status, meta, message, requests, null);
        }
    }

    Uni<Boolean> close(SqlClient sql, Entry entry, Collection<State> from, End end) {
        Tuple step = Tuple.of(
                        entry.id(), entry.attempt(), names(from), end.state().name())
                .addValue(end.status())
                .addValue(end.meta())
                .addValue(end.message())
                .addValue(end.requests())
                .addValue(end.resolvedBy());
        return step(sql, CLOSE, step);
    }

    private static String[] names(Collection<State> states) {
        return states.stream().map(State::name).toArray(String[]::new);
    }

    Uni<Boolean> close(Entry entry, Collection<State> from, End end) {
        return close(pool, entry, from, end);
    }

    Uni<Boolean> unknown(Entry entry, String message, Duration look, int requests) {
        Tuple step =
                Tuple.of(entry.id(), entry.attempt(), message, seconds(look)).addValue(requests);
        return step(pool, UNKNOWN, step);
    }

    Uni<Boolean> conflict(Entry entry, String message) {
        return step(pool, CONFLICT, Tuple.of(entry.id(), entry.attempt(), message));
    }

    private static Uni<Boolean> step(SqlClient sql, String statement, Tuple parameters) {
        return sql.preparedQuery(statement).execute(parameters).map(done -> done.rowCount() == 1);
    }
}
