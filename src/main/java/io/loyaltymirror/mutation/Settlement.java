package io.loyaltymirror.mutation;

import static io.loyaltymirror.mutation.State.ABSENT;
import static io.loyaltymirror.mutation.State.ADOPTED;
import static io.loyaltymirror.mutation.State.CONFLICT;
import static io.loyaltymirror.mutation.State.RECEIVED;
import static io.loyaltymirror.mutation.State.SENDING;
import static io.loyaltymirror.mutation.State.UNKNOWN;

import io.loyaltymirror.Kind;
import io.loyaltymirror.mirror.DatabaseAbsence;
import io.loyaltymirror.mirror.Publication;
import io.loyaltymirror.mirror.Snapshots;
import io.loyaltymirror.mirror.SqlTransaction;
import io.loyaltymirror.mutation.MutationLedger.Success;
import io.loyaltymirror.upstream.TypePayload;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiFunction;

/** Writes down that a change was done: the ledger's row and the mirror's, in one transaction. */
@ApplicationScoped
class Settlement {

    /** Upstream has done it: a database that is away for a moment should not leave the caller in doubt. */
    private static final int COMMITS = 3;

    private static final Duration BETWEEN_COMMITS = Duration.ofMillis(200);

    private final Pool pool;
    private final Publication publication;
    private final Snapshots snapshots;
    private final MutationLedger ledger;
    private final Entries entries;
    private final MutationMeters meters;

    Settlement(
            Pool pool,
            Publication publication,
            Snapshots snapshots,
            MutationLedger ledger,
            Entries entries,
            MutationMeters meters) {
        this.pool = pool;
        this.publication = publication;
        this.snapshots = snapshots;
        this.ledger = ledger;
        this.entries = entries;
        this.meters = meters;
    }

    /** How it is known that a change was done. */
    enum By {
        /** Upstream's answer: that beats whatever was concluded before it came. */
        ANSWER(State.SUCCEEDED, EnumSet.of(RECEIVED, SENDING, UNKNOWN, CONFLICT, ADOPTED, ABSENT)),
        /** What a look showed. */
        LOOK(ADOPTED, EnumSet.of(UNKNOWN)),
        PERSON(ADOPTED, EnumSet.of(UNKNOWN, CONFLICT));

        private final State state;
        private final Set<State> from;

        By(State state, Set<State> from) {
            this.state = state;
            this.from = from;
        }
    }

    /** Upstream has the type so, because of this change; never fails. */
    @WithSpan("mutation.settle")
    Uni<Outcome> done(Entry entry, TypePayload type, By by, int requests) {
        return done(entry, type, by, requests, null);
    }

    /** @param who decided that this is the type; null where nobody had to */
    Uni<Outcome> done(Entry entry, TypePayload type, By by, int requests, String who) {
        return succeed(
                entry,
                new Success(type.id(), type.body(), by.state, by.from, requests, who),
                (tx, at) -> publication
                        .writeThrough(tx, entry.chain(), kind(entry), type, at)
                        .replaceWithVoid());
    }

    /** Upstream answered that it deleted the type; never fails. */
    @WithSpan("mutation.settle")
    Uni<Outcome> deleted(Entry entry, int requests) {
        return succeed(
                entry,
                new Success(entry.typeId(), null, By.ANSWER.state, By.ANSWER.from, requests, null),
                (tx, at) -> publication
                        .writeGone(tx, entry.chain(), kind(entry), entry.typeId(), at)
                        .replaceWithVoid());
    }

    /** Upstream denies the type that was to be deleted: a suspicion, until its list denies it too. Never fails. */
    @WithSpan("mutation.settle")
    Uni<Outcome> denied(Entry entry, By by, int requests) {
        return denied(entry, by, requests, null);
    }

    /** @param who decided that this change deleted it; null where nobody had to */
    Uni<Outcome> denied(Entry entry, By by, int requests, String who) {
        return succeed(
                entry,
                new Success(entry.typeId(), null, by.state, by.from, requests, who),
                (tx, at) -> publication.writeSuspect(tx, entry.chain(), kind(entry), entry.typeId(), at));
    }

    private static Kind kind(Entry entry) {
        return entry.operation().kind();
    }

    /** Writes to the mirror, inside a transaction. */
    private interface Mirrored extends BiFunction<SqlConnection, Instant, Uni<Void>> {}

    private Uni<Outcome> succeed(Entry entry, Success success, Mirrored mirrored) {
        return retried(now(pool))
                .chain(at -> retried(SqlTransaction.in(
                                pool, tx -> mirrored.apply(tx, at).chain(() -> ledger.succeed(tx, entry, success))))
                        .onFailure(MutationLedger::isTaken)
                        .recoverWithUni(() -> SqlTransaction.in(
                                pool, tx -> mirrored.apply(tx, at).replaceWith((String) null))))
                .invoke(() -> snapshots.wrote(entry.chain()))
                .chain(generation -> generation == null ? overtaken(entry, success) : done(entry, success, generation))
                .onFailure()
                .recoverWithItem(failure -> uncommitted(entry, success, failure));
    }

    private Uni<Outcome> done(Entry entry, Success success, String generation) {
        meters.settled(entry, success.state());
        return Uni.createFrom().item(new Outcome.Done(entry.id(), success.data(), generation));
    }

    private static <T> Uni<T> retried(Uni<T> work) {
        return work.onFailure(DatabaseAbsence::isReason)
                .retry()
                .withBackOff(BETWEEN_COMMITS)
                .atMost(COMMITS);
    }

    static Uni<Instant> now(SqlClient sql) {
        return sql.query("SELECT mirror_now() AS now")
                .execute()
                .map(rows -> rows.iterator().next().getOffsetDateTime("now").toInstant());
    }

    /** The mirror has it; the row is told otherwise by somebody who did not know, or was committed unheard. */
    private Uni<Outcome> overtaken(Entry entry, Success success) {
        return entries.byId(entry.id())
                .invoke(now -> {
                    if (now.state() != success.state()) {
                        Log.errorf(
                                "A change was done upstream and its row says otherwise, somebody must look:"
                                        + " mutation=%s attempt=%d type=%d state=%s",
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
}
