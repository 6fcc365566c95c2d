package io.loyaltymirror.mutation;

import io.loyaltymirror.mirror.Arrivals;
import io.loyaltymirror.mutation.MutationLedger.End;
import io.loyaltymirror.mutation.Settlement.By;
import io.loyaltymirror.mutation.TitleSearch.Found;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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
        return switch (entry.operation()) {
            case CREATE -> created(entry, reader);
            case DELETE -> type(entry, reader, entry.typeId()).chain(now -> deleted(entry, now, reader));
            case UPDATE, ARCHIVE -> type(entry, reader, entry.typeId()).chain(now -> changed(entry, now, reader));
        };
    }

    private static Uni<Optional<TypePayload>> type(Entry entry, ChainReader reader, long id) {
        return reader.type(entry.operation().kind(), id)
                .map(seen -> Optional.of(seen.type()))
                .onFailure(failure -> failure instanceof Rejected refused && refused.reason() == Reason.NOT_FOUND)
                .recoverWithItem(Optional.empty());
    }

    private Uni<Void> deleted(Entry entry, Optional<TypePayload> now, ChainReader reader) {
        return now.isEmpty()
                ? settlement.denied(entry, By.LOOK, reader.requests()).replaceWithVoid()
                : absentOnceSettled(entry, reader, entry.settled());
    }

    /** As it was before decides first: what is compared with the request are some fields, and may have been so before. */
    private Uni<Void> changed(Entry entry, Optional<TypePayload> now, ChainReader reader) {
        boolean isAsBefore = now.filter(type -> type.definitionHash().equals(entry.beforeHash()))
                .isPresent();
        if (!isAsBefore && now.isPresent() && Effect.isShown(entry, now.get())) {
            return settlement.done(entry, now.get(), By.LOOK, reader.requests()).replaceWithVoid();
        }
        return isAsBefore || now.isEmpty() || entry.operation() == Operation.ARCHIVE
                ? absentOnceSettled(entry, reader, entry.settled())
                : conflict(entry, "it is neither as it was nor as it was to become");
    }

    /** What came into being under this title since, and nobody else's. */
    private Uni<Void> created(Entry entry, ChainReader reader) {
        Request request = Request.of(entry.request());
        return new TitleSearch(reader, request, upstream.pageSize())
                .find()
                .chain(found -> arrived(entry, request, ids(found.types()), reader)
                        .chain(arrived -> explained(entry, found, arrived)
                                .chain(explained ->
                                        decide(entry, request, new Signs(found, arrived, explained), reader))));
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

    /** What may be the type that a create made. */
    private record Signs(Found found, Map<Long, Optional<TypePayload>> arrived, Set<Long> explained) {

        List<TypePayload> candidates() {
            return Stream.concat(
                            found.types().stream(), arrived.values().stream().flatMap(Optional::stream))
                    .filter(type -> !explained.contains(type.id()))
                    .toList();
        }

        /** One that cannot be read may be it; one that came and is gone was, and somebody undid it. */
        boolean isInDoubt() {
            return found.unreadable() > 0
                    || arrived.entrySet().stream()
                            .anyMatch(type -> type.getValue().isEmpty() && !explained.contains(type.getKey()));
        }
    }

    private Uni<Void> decide(Entry entry, Request request, Signs signs, ChainReader reader) {
        List<TypePayload> candidates = signs.candidates();
        if (candidates.size() == 1 && request.isShownBy(candidates.getFirst())) {
            return settlement
                    .done(entry, candidates.getFirst(), By.LOOK, reader.requests())
                    .replaceWithVoid();
        }
        if (!candidates.isEmpty()) {
            return conflict(entry, "under its title there are " + ids(candidates) + ", not surely of this change");
        }
        return signs.isInDoubt() && entry.settled()
                ? conflict(entry, "under its title there is one that cannot be read, or was one that is gone")
                : absentOnceSettled(entry, reader, entry.scanned());
    }

    private Uni<Void> absentOnceSettled(Entry entry, ChainReader reader, boolean settled) {
        if (!settled) {
            return Uni.createFrom().voidItem();
        }
        End end = new End(State.ABSENT, null, null, "it was not done", reader.requests());
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
