package io.loyaltymirror.mutation;

import io.loyaltymirror.upstream.Upstream;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;

/**
 * Serves a caller's change: written down first, then sent, then settled. Whoever repeats a key is told what became of the
 * first; whoever wants to change what is being changed waits for its turn.
 */
@ApplicationScoped
public class MutationFlow {

    /** How often those look that wait for another change's end; most take two exchanges of some 200 ms. */
    private static final Duration POLL = Duration.ofMillis(100);

    private final MutationLedger ledger;
    private final Entries entries;
    private final Settlement settlement;
    private final Setback setback;
    private final Upstream upstream;
    private final Vertx vertx;
    private final MutationConfig config;

    MutationFlow(
            MutationLedger ledger,
            Entries entries,
            Settlement settlement,
            Setback setback,
            Upstream upstream,
            Vertx vertx,
            MutationConfig config) {
        this.ledger = ledger;
        this.entries = entries;
        this.settlement = settlement;
        this.setback = setback;
        this.upstream = upstream;
        this.vertx = vertx;
        this.config = config;
    }

    /** Fails where our own database is away: then nothing left, or what upstream refused could not be written down. */
    @WithSpan("mutation")
    public Uni<Outcome> perform(Change change) {
        long leaveBy = System.nanoTime() + config.deadline().toNanos();
        return change.key()
                .map(key -> entries.byKey(change.caller(), key)
                        .chain(known -> known == null ? begin(change, leaveBy) : repeat(change, known, leaveBy)))
                .orElseGet(() -> begin(change, leaveBy));
    }

    private Uni<Outcome> begin(Change change, long leaveBy) {
        if (!upstream.admitsWrites()) {
            return resting();
        }
        UUID id = UUID.randomUUID();
        return ledger.receive(id, change)
                .chain(received -> received ? serve(id, leaveBy) : notReceived(change, leaveBy));
    }

    private Uni<Outcome> resting() {
        return Uni.createFrom().item(new Outcome.Resting(upstream.rest()));
    }

    private Uni<Outcome> serve(UUID id, long leaveBy) {
        return entries.byId(id)
                .chain(entry -> new Sending(ledger, settlement, setback, upstream, entry, leaveBy).send());
    }

    /** The key came a moment ago, or the same is being changed, or there is no such chain. */
    private Uni<Outcome> notReceived(Change change, long leaveBy) {
        String key = change.key().orElse("");
        return entries.byKey(change.caller(), key)
                .chain(known -> known != null
                        ? repeat(change, known, leaveBy)
                        : entries.openLike(change)
                                .chain(other ->
                                        other != null ? blocked(change, other, leaveBy) : unblocked(change, leaveBy)));
    }

    private Uni<Outcome> unblocked(Change change, long leaveBy) {
        return entries.hasChain(change.chain())
                .chain(there ->
                        there ? ended(change, leaveBy) : Uni.createFrom().item(new Outcome.UnknownChain()));
    }

    /** What was in the way has just come to its end; was it the same, asked for without a key, then it is this one. */
    private Uni<Outcome> ended(Change change, long leaveBy) {
        if (change.key().isPresent() || change.operation() != Operation.CREATE) {
            return begin(change, leaveBy);
        }
        Duration waited = config.deadline().minusNanos(leaveBy - System.nanoTime());
        return entries.doneLike(change, waited)
                .chain(done -> done != null ? Uni.createFrom().item(Told.of(done)) : begin(change, leaveBy));
    }

    private Uni<Outcome> repeat(Change change, Entry known, long leaveBy) {
        if (!known.fingerprint().equals(Request.fingerprint(change))) {
            return Uni.createFrom().item(new Outcome.KeyReused(known.id()));
        }
        if (!known.state().mayBeTriedAgain()) {
            return Uni.createFrom().item(Told.of(known));
        }
        if (!upstream.admitsWrites()) {
            return resting();
        }
        return ledger.again(known)
                .chain(again -> again ? serve(known.id(), leaveBy) : notAgain(change, known, leaveBy));
    }

    private Uni<Outcome> notAgain(Change change, Entry known, long leaveBy) {
        return entries.openLike(change)
                .chain(other -> other == null || other.id().equals(known.id())
                        ? entries.byId(known.id())
                                .chain(now -> now == null
                                        ? begin(change, leaveBy)
                                        : Uni.createFrom().item(Told.of(now)))
                        : blocked(change, other, leaveBy));
    }

    private Uni<Outcome> blocked(Change change, Entry other, long leaveBy) {
        boolean isSame = joins(change, other);
        if (!isUnderWay(other) || !hasTime(leaveBy)) {
            return Uni.createFrom().item(isSame ? Told.of(other) : new Outcome.Blocked(other.id(), Told.LATER));
        }
        return pause().chain(() -> isSame ? join(other, leaveBy) : turn(change, leaveBy));
    }

    private Uni<Outcome> turn(Change change, long leaveBy) {
        return change.key().isPresent()
                ? entries.byKey(change.caller(), change.key().get())
                        .chain(known -> known == null ? begin(change, leaveBy) : repeat(change, known, leaveBy))
                : begin(change, leaveBy);
    }

    /** Altegio's clients have no keys and simply try again: that is no second create. */
    private static boolean joins(Change change, Entry other) {
        return change.key().isEmpty()
                && change.operation() == Operation.CREATE
                && other.caller().equals(change.caller())
                && other.fingerprint().equals(Request.fingerprint(change));
    }

    private Uni<Outcome> join(Entry other, long leaveBy) {
        return entries.byId(other.id())
                .chain(now -> isUnderWay(now) && hasTime(leaveBy)
                        ? pause().chain(() -> join(now, leaveBy))
                        : Uni.createFrom().item(Told.of(now)));
    }

    private static boolean isUnderWay(Entry entry) {
        return entry.state() == State.RECEIVED || entry.state() == State.SENDING;
    }

    private static boolean hasTime(long leaveBy) {
        return leaveBy - System.nanoTime() > POLL.toNanos();
    }

    /** On the caller's own context. */
    private Uni<Void> pause() {
        Context context = vertx.getOrCreateContext();
        return Uni.createFrom()
                .emitter(emitter ->
                        vertx.setTimer(POLL.toMillis(), _ -> context.runOnContext(_ -> emitter.complete(null))));
    }
}
