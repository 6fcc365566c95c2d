package io.loyaltymirror.mutation;

import io.loyaltymirror.upstream.TypePayload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What follows from what upstream shows of a change whose outcome nobody knows: decided here, carried out by others. */
sealed interface Verdict {

    /** It was done: upstream shows the type so. */
    record Done(TypePayload type) implements Verdict {}

    /** It was deleted, or somebody else did. */
    record Denied() implements Verdict {}

    /** It was not done, and will not be. */
    record Absent() implements Verdict {}

    /** It may still be done. */
    record NotYet() implements Verdict {}

    /** A person must decide. */
    record Conflict(String why) implements Verdict {}

    /** @param now empty where upstream has no such type */
    static Verdict ofDelete(Entry entry, Optional<TypePayload> now) {
        return now.isEmpty() ? new Denied() : absentOnce(entry.settled());
    }

    /**
     * Of an update or an archive. As it was before decides first: what is compared with the request are some fields, and may
     * have been so before.
     *
     * @param now empty where upstream has no such type
     */
    static Verdict ofChange(Entry entry, Optional<TypePayload> now) {
        boolean isAsBefore = now.filter(type -> type.definitionHash().equals(entry.beforeHash()))
                .isPresent();
        if (!isAsBefore && now.isPresent() && Effect.isShown(entry, now.get())) {
            return new Done(now.get());
        }
        return isAsBefore || now.isEmpty() || entry.operation() == Operation.ARCHIVE
                ? absentOnce(entry.settled())
                : new Conflict("it is neither as it was nor as it was to become");
    }

    static Verdict ofCreate(Entry entry, Signs signs) {
        List<TypePayload> candidates = signs.candidates();
        if (candidates.size() == 1 && Request.of(entry.request()).isShownBy(candidates.getFirst())) {
            return new Done(candidates.getFirst());
        }
        if (!candidates.isEmpty()) {
            Set<Long> ids = candidates.stream().map(TypePayload::id).collect(Collectors.toSet());
            return new Conflict("under its title there are " + ids + ", not surely of this change");
        }
        return signs.isInDoubt() && entry.settled()
                ? new Conflict("under its title there is one that cannot be read, or was one that is gone")
                : absentOnce(entry.scanned());
    }

    private static Verdict absentOnce(boolean settled) {
        return settled ? new Absent() : new NotYet();
    }

    /**
     * What may be the type that a create made.
     *
     * @param found what upstream's search finds under its title
     * @param arrived what a scan found under it since and the search did not, as upstream shows it by its id; empty where it
     *     has it no more, or calls it otherwise
     * @param explained what was there before, and what other changes made
     */
    record Signs(TitleSearch.Found found, Map<Long, Optional<TypePayload>> arrived, Set<Long> explained) {

        private List<TypePayload> candidates() {
            return Stream.concat(
                            found.types().stream(), arrived.values().stream().flatMap(Optional::stream))
                    .filter(type -> !explained.contains(type.id()))
                    .toList();
        }

        /** One that cannot be read may be it; one that came and is gone was, and somebody undid it. */
        private boolean isInDoubt() {
            return found.unreadable() > 0
                    || arrived.entrySet().stream()
                            .anyMatch(type -> type.getValue().isEmpty() && !explained.contains(type.getKey()));
        }
    }
}
