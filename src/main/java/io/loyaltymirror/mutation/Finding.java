package io.loyaltymirror.mutation;

import io.loyaltymirror.mirror.Arrivals;
import io.loyaltymirror.mutation.MutationLedger.End;
import io.loyaltymirror.mutation.Settlement.By;
import io.loyaltymirror.mutation.TitleSearch.Found;
import io.loyaltymirror.mutation.Verdict.Absent;
import io.loyaltymirror.mutation.Verdict.Conflict;
import io.loyaltymirror.mutation.Verdict.Denied;
import io.loyaltymirror.mutation.Verdict.Done;
import io.loyaltymirror.mutation.Verdict.NotYet;
import io.loyaltymirror.mutation.Verdict.Signs;
import io.loyaltymirror.upstream.ChainReader;
import io.loyaltymirror.upstream.TypePayload;
import io.loyaltymirror.upstream.Upstream;
import io.loyaltymirror.upstream.UpstreamFailure.Reason;
import io.loyaltymirror.upstream.UpstreamFailure.Rejected;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out what became of one change, by what upstream and the mirror show now. */
@ApplicationScoped
class Finding {

    private final MutationLedger ledger;
    private final Entries entries;
    private final Settlement settlement;
    private final Arrivals arrivals;
    private final Upstream upstream;
    private final MutationMeters meters;

    Finding(
            MutationLedger ledger,
            Entries entries,
            Settlement settlement,
            Arrivals arrivals,
            Upstream upstream,
            MutationMeters meters) {
        this.ledger = ledger;
        this.entries = entries;
        this.settlement = settlement;
        this.arrivals = arrivals;
        this.upstream = upstream;
        this.meters = meters;
    }

    /** Completes when this look is over, whatever it showed; fails where upstream could not be asked. */
    Uni<Void> findOut(Entry entry) {
        // Behind the callers who wait for an answer now: after an outage there is much to look for.
        ChainReader reader = upstream.chain(entry.chain(), true);
        Uni<Verdict> verdict = switch (entry.operation()) {
            case CREATE -> created(entry, reader);
            case DELETE -> type(entry, reader, entry.typeId()).map(now -> Verdict.ofDelete(entry, now));
            case UPDATE, ARCHIVE -> type(entry, reader, entry.typeId()).map(now -> Verdict.ofChange(entry, now));
        };
        return verdict.chain(is -> carryOut(entry, is, reader.requests()));
    }

    private static Uni<Optional<TypePayload>> type(Entry entry, ChainReader reader, long id) {
        return reader.type(entry.operation().kind(), id)
                .map(seen -> Optional.of(seen.type()))
                .onFailure(failure -> failure instanceof Rejected refused && refused.reason() == Reason.NOT_FOUND)
                .recoverWithItem(Optional.empty());
    }

    /** What came into being under this title since, and nobody else's. */
    private Uni<Verdict> created(Entry entry, ChainReader reader) {
        Request request = Request.of(entry.request());
        return new TitleSearch(reader, request, upstream.pageSize())
                .find()
                .chain(found -> arrived(entry, request, ids(found.types()), reader)
                        .chain(arrived -> explained(entry, found, arrived)
                                .map(explained -> Verdict.ofCreate(entry, new Signs(found, arrived, explained)))));
    }

    /**
     * Upstream's search proves presence alone; what a scan found under this title and that did not is asked for by its
     * id.
     *
     * @return by id; empty where upstream has it no more, or calls it otherwise
     */
    private Uni<Map<Long, Optional<TypePayload>>> arrived(
            Entry entry, Request request, Set<Long> found, ChainReader reader) {
        return arrivals.after(entry.chain(), entry.knownGeneration())
                .chain(bodies -> Multi.createFrom()
                        .iterable(bodies.entrySet())
                        .filter(type -> !found.contains(type.getKey()) && request.isTitleOf(type.getValue()))
                        .map(Map.Entry::getKey)
                        .onItem()
                        .transformToUniAndConcatenate(id ->
                                type(entry, reader, id).map(type -> Map.entry(id, type.filter(request::isTitleOf))))
                        .collect()
                        .asMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Set<Long> ids(Collection<TypePayload> types) {
        Set<Long> ids = new HashSet<>();
        types.forEach(type -> ids.add(type.id()));
        return ids;
    }

    /** What was there before, and what other rows made. */
    private Uni<Set<Long>> explained(Entry entry, Found found, Map<Long, Optional<TypePayload>> arrived) {
        Set<Long> all = ids(found.types());
        all.addAll(arrived.keySet());
        return arrivals.before(entry.chain(), entry.knownGeneration(), all)
                .chain(before -> entries.claimed(entry, all).map(claimed -> {
                    Set<Long> explained = new HashSet<>(entry.knownIds());
                    explained.addAll(before);
                    explained.addAll(claimed);
                    return explained;
                }));
    }

    private Uni<Void> carryOut(Entry entry, Verdict verdict, int requests) {
        return switch (verdict) {
            case Done done ->
                settlement.done(entry, done.type(), By.LOOK, requests).replaceWithVoid();
            case Denied _ -> settlement.denied(entry, By.LOOK, requests).replaceWithVoid();
            case Absent _ -> absent(entry, requests);
            case NotYet _ -> Uni.createFrom().voidItem();
            case Conflict conflict -> conflict(entry, conflict.why());
        };
    }

    private Uni<Void> absent(Entry entry, int requests) {
        End end = new End(State.ABSENT, null, null, "it was not done", requests);
        return ledger.close(entry, Set.of(State.UNKNOWN), end)
                .invoke(taken -> count(entry, State.ABSENT, taken))
                .replaceWithVoid();
    }

    private Uni<Void> conflict(Entry entry, String message) {
        Log.errorf("A change needs a decision: mutation=%s %s", entry.id(), message);
        return ledger.conflict(entry, message)
                .invoke(taken -> count(entry, State.CONFLICT, taken))
                .replaceWithVoid();
    }

    private void count(Entry entry, State state, boolean taken) {
        if (taken) {
            meters.settled(entry, state);
        }
    }
}
