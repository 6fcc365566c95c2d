package io.loyaltymirror.mutation;

import static io.loyaltymirror.mutation.State.RECEIVED;
import static io.loyaltymirror.mutation.State.SENDING;
import static io.loyaltymirror.mutation.State.UNKNOWN;

import io.loyaltymirror.mirror.DatabaseAbsence;
import io.loyaltymirror.mirror.Publication;
import io.loyaltymirror.mirror.SqlTransaction;
import io.loyaltymirror.mutation.MutationLedger.End;
import io.loyaltymirror.upstream.Upstream;
import io.loyaltymirror.upstream.UpstreamFailure;
import io.loyaltymirror.upstream.UpstreamFailure.Reason;
import io.loyaltymirror.upstream.UpstreamFailure.Rejected;
import io.loyaltymirror.upstream.UpstreamFailure.Throttled;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** Writes down that a change did not come to an answer that says yes. */
@ApplicationScoped
class Setback {

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

    private final Pool pool;
    private final Publication publication;
    private final MutationLedger ledger;
    private final Entries entries;
    private final MutationMeters meters;
    private final Upstream upstream;

    Setback(
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

    /**
     * Where upstream knows no such type, the mirror's own is suspected to be gone. A refusal that comes late beats a sweep
     * that did not know of it.
     */
    Uni<Outcome> refused(Entry entry, int status, String meta, String message, int requests) {
        End end = new End(State.REJECTED, status, meta, message, requests);
        Set<State> from = EnumSet.of(RECEIVED, SENDING, UNKNOWN);
        Uni<Boolean> closed = status == 404 && entry.typeId() != null
                ? SqlTransaction.in(
                        pool,
                        tx -> Settlement.now(tx)
                                .chain(at -> publication.writeSuspect(
                                        tx, entry.chain(), entry.operation().kind(), entry.typeId(), at))
                                .chain(() -> ledger.close(tx, entry, from, end)))
                : ledger.close(entry, from, end);
        return closed.chain(taken -> told(entry, State.REJECTED, taken, new Outcome.Refused(entry.id(), status, meta)));
    }

    /** A step that was not taken says that somebody else took one: his is told. */
    private Uni<Outcome> told(Entry entry, State state, boolean taken, Outcome outcome) {
        if (taken) {
            meters.settled(entry, state);
            return Uni.createFrom().item(outcome);
        }
        return entries.byId(entry.id()).map(Told::of);
    }

    private Uni<Outcome> notSent(Entry entry, Throwable failure, int requests) {
        Duration wait = failure instanceof Throttled throttled ? throttled.retryAfter() : upstream.rest();
        End end = new End(State.NOT_SENT, null, null, failure.getMessage(), requests);
        return ledger.close(entry, EnumSet.of(RECEIVED, SENDING), end)
                .chain(taken -> told(
                        entry, State.NOT_SENT, taken, new Outcome.NotSent(entry.id(), failure.getMessage(), wait)));
    }

    private Uni<Outcome> unknown(Entry entry, Throwable failure, int requests) {
        Log.warnf(
                "Nobody knows whether a change was done, it is looked for: mutation=%s operation=%s chain=%s %s",
                entry.id(), entry.operation(), entry.chain(), failure.getMessage());
        return ledger.unknown(entry, failure.getMessage(), FIRST_LOOK, requests)
                .chain(taken -> told(entry, UNKNOWN, taken, new Outcome.Unknown(entry.id())))
                .onFailure()
                .recoverWithItem(absence -> {
                    Log.errorf("That could not be written down: %s", DatabaseAbsence.words(absence));
                    return new Outcome.Unknown(entry.id());
                });
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
