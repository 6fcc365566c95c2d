package io.loyaltymirror.mutation;

import static io.loyaltymirror.mutation.State.RECEIVED;
import static io.loyaltymirror.mutation.State.SENDING;

import io.loyaltymirror.mirror.DatabaseAbsence;
import io.loyaltymirror.mirror.Publication;
import io.loyaltymirror.mirror.SqlTransaction;
import io.loyaltymirror.mutation.MutationLedger.End;
import io.loyaltymirror.mutation.MutationLedger.Success;
import io.loyaltymirror.upstream.TypePayload;
import io.loyaltymirror.upstream.Upstream;
import io.loyaltymirror.upstream.UpstreamFailure;
import io.loyaltymirror.upstream.UpstreamFailure.Reason;
import io.loyaltymirror.upstream.UpstreamFailure.Rejected;
import io.loyaltymirror.upstream.UpstreamFailure.Throttled;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.BiFunction;

/** Writes down what became of a change: of a success the ledger's row and the mirror's, in one transaction. */
@ApplicationScoped
class Settlement {

    /** What is known of a change that has no answer. */
    enum Doubt {
        NOTHING_LEFT,
        /** What left had an answer that surely means that it was not done. */
        LEFT,
        /** It was sent at least once without such an answer. */
        MAY_BE_DONE
    }

    /** How soon the outcome of a change is looked for that nobody knows. */
    static final Duration FIRST_LOOK = Duration.ofSeconds(2);

    /** Upstream has done it: a database that is away for a moment should not leave the caller in doubt. */
    private static final int COMMITS = 3;

    private static final Duration BETWEEN_COMMITS = Duration.ofMillis(200);

    private final Pool pool;
    private final Publication publication;
    private final MutationLedger ledger;
    private final Entries entries;
    private final MutationMeters meters;
    private final Upstream upstream;

    Settlement(
            Pool pool,
            Publication publication,
            MutationLedger ledger,
            Entries entries,
            MutationMeters meters,
            Upstream upstream) {
        this.pool = pool;
        this.publication = publication;
        this.ledger = ledger;
        this.entries = entries;
        this.meters = meters;
        this.upstream = upstream;
    }

    /**
     * Upstream has the type so, because of this change; never fails.
     *
     * @param state SUCCEEDED where upstream answered, ADOPTED where it was found out
     */
    Uni<Outcome> done(Entry entry, TypePayload type, State state, int requests) {
        return succeed(
                entry,
                new Success(type.id(), type.body(), state, requests),
                (tx, at) -> publication.writeThrough(
                        tx, entry.chain(), entry.operation().kind(), type, at));
    }

    /** Upstream has the type no more, because of this change; never fails. */
    Uni<Outcome> deleted(Entry entry, State state, int requests) {
        return succeed(
                entry,
                new Success(entry.typeId(), null, state, requests),
                (tx, at) -> publication.writeGone(
                        tx, entry.chain(), entry.operation().kind(), entry.typeId(), at));
    }

    private Uni<Outcome> succeed(Entry entry, Success success, BiFunction<SqlConnection, Instant, Uni<Long>> mirrored) {
        return SqlTransaction.in(
                        pool,
                        tx -> now(tx).chain(at -> mirrored.apply(tx, at))
                                .chain(() -> ledger.succeed(tx, entry, success)))
                .onFailure(DatabaseAbsence::isReason)
                .retry()
                .withBackOff(BETWEEN_COMMITS)
                .atMost(COMMITS)
                .chain(generation -> generation == null
                        ? overtaken(entry, success)
                        : Uni.createFrom().<Outcome>item(new Outcome.Done(entry.id(), success.data(), generation)))
                .invoke(outcome -> meters.settled(entry, success.state()))
                .onFailure()
                .recoverWithItem(failure -> uncommitted(entry, success, failure));
    }

    private static Uni<Instant> now(SqlConnection tx) {
        return tx.query("SELECT mirror_now() AS now")
                .execute()
                .map(rows -> rows.iterator().next().getOffsetDateTime("now").toInstant());
    }

    /** The mirror has it; the row is told otherwise by somebody who did not know, or was committed unheard. */
    private Uni<Outcome> overtaken(Entry entry, Success success) {
        return entries.byId(entry.id())
                .invoke(now -> {
                    if (now.state() != success.state()) {
                        Log.errorf(
                                "A change was done upstream and its row says otherwise: mutation=%s attempt=%d type=%d state=%s",
                                entry.id(), entry.attempt(), success.typeId(), now.state());
                    }
                })
                .map(Told::of);
    }

    /** The reconciler finds it upstream, once the database is there again. */
    private static Outcome uncommitted(Entry entry, Success success, Throwable failure) {
        Log.errorf(
                "A change was done upstream and could not be written down: mutation=%s type=%d %s",
                entry.id(), success.typeId(), DatabaseAbsence.words(failure));
        return new Outcome.Unknown(entry.id());
    }

    /**
     * It did not come to an answer that says yes.
     *
     * @param doubt what is known of the change itself
     */
    Uni<Outcome> failed(Entry entry, Throwable failure, Doubt doubt, int requests) {
        return switch (failure) {
            case RowLostException _ -> entries.byId(entry.id()).map(Told::of);
            case UpstreamFailure _ when doubt == Doubt.MAY_BE_DONE -> unknown(entry, failure, requests);
            case NotShownException _ -> unknown(entry, failure, requests);
            case Rejected refused -> refused(entry, refused, requests);
            case UpstreamFailure _ -> notSent(entry, failure, requests);
            default -> doubt == Doubt.NOTHING_LEFT ? notBegun(entry, failure, requests) : unwritten(entry, failure);
        };
    }

    private Uni<Outcome> refused(Entry entry, Rejected refused, int requests) {
        if (refused.reason() == Reason.CREDENTIAL) {
            return notSent(entry, refused, requests).replaceWith(new Outcome.CredentialRefused(entry.id()));
        }
        return refused(entry, refused.status(), Metas.of(refused), refused.getMessage(), requests);
    }

    /** Where upstream knows no such type, the mirror's own is suspected to be gone. */
    Uni<Outcome> refused(Entry entry, int status, String meta, String message, int requests) {
        End end = new End(State.REJECTED, status, meta, message, requests);
        Uni<Boolean> closed = status == 404 && entry.typeId() != null
                ? SqlTransaction.in(
                        pool,
                        tx -> now(tx).chain(at -> publication.writeSuspect(
                                        tx, entry.chain(), entry.operation().kind(), entry.typeId(), at))
                                .chain(() -> ledger.close(tx, entry, Set.of(RECEIVED, SENDING), end)))
                : ledger.close(entry, Set.of(RECEIVED, SENDING), end);
        return closed.invoke(() -> meters.settled(entry, State.REJECTED))
                .replaceWith(new Outcome.Refused(entry.id(), status, meta));
    }

    private Uni<Outcome> notSent(Entry entry, Throwable failure, int requests) {
        Duration wait = failure instanceof Throttled throttled ? throttled.retryAfter() : upstream.rest();
        End end = new End(State.NOT_SENT, null, null, failure.getMessage(), requests);
        return ledger.close(entry, Set.of(RECEIVED, SENDING), end)
                .invoke(() -> meters.settled(entry, State.NOT_SENT))
                .replaceWith(new Outcome.NotSent(entry.id(), failure.getMessage(), wait));
    }

    private Uni<Outcome> unknown(Entry entry, Throwable failure, int requests) {
        Log.warnf(
                "Nobody knows whether a change was done, it is looked for: mutation=%s operation=%s chain=%s %s",
                entry.id(), entry.operation(), entry.chain(), failure.getMessage());
        return ledger.unknown(entry, failure.getMessage(), FIRST_LOOK, requests)
                .invoke(() -> meters.settled(entry, State.UNKNOWN))
                .onFailure()
                .recoverWithItem(absence -> {
                    Log.errorf("That could not be written down: %s", DatabaseAbsence.words(absence));
                    return false;
                })
                .replaceWith(new Outcome.Unknown(entry.id()));
    }

    /** Our own failure after the bytes left; the row is swept when its lease ends. */
    private static Uni<Outcome> unwritten(Entry entry, Throwable failure) {
        Log.errorf(failure, "A change left and its outcome was not written down: mutation=%s", entry.id());
        return Uni.createFrom().item(new Outcome.Unknown(entry.id()));
    }

    /** Whoever asked is told of the failure itself. */
    private Uni<Outcome> notBegun(Entry entry, Throwable failure, int requests) {
        return notSent(entry, failure, requests)
                .onFailure()
                .recoverWithNull()
                .onItem()
                .transformToUni(_ -> Uni.createFrom().failure(failure));
    }
}
