package io.loyaltymirror.mutation;

import static io.loyaltymirror.mutation.State.ADOPTED;

import io.loyaltymirror.mirror.Arrivals;
import io.loyaltymirror.mutation.MutationLedger.End;
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
    Uni<Void> findOut(Entry entry, long leaveBy) {
        ChainReader reader = upstream.interactive(entry.chain(), leaveBy);
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
                ? settlement.deleted(entry, ADOPTED, reader.requests()).replaceWithVoid()
                : absentOnceSettled(entry, reader, entry.settled());
    }

    private Uni<Void> changed(Entry entry, Optional<TypePayload> now, ChainReader reader) {
        if (now.isPresent() && Effect.isShown(entry, now.get())) {
            return settlement.done(entry, now.get(), ADOPTED, reader.requests()).replaceWithVoid();
        }
        boolean isAsBefore = entry.operation() == Operation.ARCHIVE
                || now.filter(type -> type.definitionHash().equals(entry.beforeHash()))
                        .isPresent();
        return isAsBefore || now.isEmpty()
                ? absentOnceSettled(entry, reader, entry.settled())
                : conflict(entry, "it is neither as it was nor as it was to become");
    }

    /** What came into being under this title since, and nobody else's. */
    private Uni<Void> created(Entry entry, ChainReader reader) {
        Request request = Request.of(entry.request());
        return new TitleSearch(reader, request, upstream.pageSize())
                .find()
                .chain(found -> mirrored(entry, request, found, reader))
                .chain(found -> unexplained(entry, found))
                .chain(candidates -> decide(entry, request, candidates, reader));
    }

    /** Upstream's search proves presence alone; what a scan found and that did not is asked for by its id. */
    private Uni<List<TypePayload>> mirrored(Entry entry, Request request, List<TypePayload> found, ChainReader reader) {
        Set<Long> ids = ids(found);
        return arrivals.after(entry.chain(), entry.knownGeneration())
                .chain(bodies -> Multi.createFrom()
                        .iterable(bodies.entrySet())
                        .filter(type -> !ids.contains(type.getKey()) && request.isTitleOf(type.getValue()))
                        .map(Map.Entry::getKey)
                        .onItem()
                        .transformToUniAndConcatenate(id -> type(entry, reader, id))
                        .filter(Optional::isPresent)
                        .map(Optional::get)
                        .filter(request::isTitleOf)
                        .collect()
                        .asList())
                .invoke(more -> more.addAll(found));
    }

    private static Set<Long> ids(Collection<TypePayload> types) {
        Set<Long> ids = new HashSet<>();
        types.forEach(type -> ids.add(type.id()));
        return ids;
    }

    private Uni<List<TypePayload>> unexplained(Entry entry, List<TypePayload> found) {
        Set<Long> ids = ids(found);
        return arrivals.before(entry.chain(), entry.knownGeneration(), ids)
                .chain(before -> entries.claimed(entry, ids)
                        .map(claimed -> found.stream()
                                .filter(type -> !entry.knownIds().contains(type.id())
                                        && !before.contains(type.id())
                                        && !claimed.contains(type.id()))
                                .toList()));
    }

    private Uni<Void> decide(Entry entry, Request request, List<TypePayload> candidates, ChainReader reader) {
        if (candidates.isEmpty()) {
            return absentOnceSettled(entry, reader, entry.scanned());
        }
        if (candidates.size() == 1 && request.isShownBy(candidates.getFirst())) {
            return settlement
                    .done(entry, candidates.getFirst(), ADOPTED, reader.requests())
                    .replaceWithVoid();
        }
        return conflict(entry, "under its title there are " + ids(candidates) + ", not surely of this change");
    }

    private Uni<Void> absentOnceSettled(Entry entry, ChainReader reader, boolean settled) {
        if (!settled) {
            return Uni.createFrom().voidItem();
        }
        End end = new End(State.ABSENT, null, null, "it was not done", reader.requests());
        return ledger.close(entry, Set.of(State.UNKNOWN), end)
                .invoke(() -> meters.settled(entry, State.ABSENT))
                .replaceWithVoid();
    }

    private Uni<Void> conflict(Entry entry, String message) {
        Log.errorf("A change needs a decision: mutation=%s %s", entry.id(), message);
        return ledger.conflict(entry, message)
                .invoke(() -> meters.settled(entry, State.CONFLICT))
                .replaceWithVoid();
    }
}
