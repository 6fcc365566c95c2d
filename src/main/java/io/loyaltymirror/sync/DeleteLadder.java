package io.loyaltymirror.sync;

import io.loyaltymirror.Kind;
import io.loyaltymirror.mirror.Absences;
import io.loyaltymirror.mirror.Absences.Absent;
import io.loyaltymirror.mirror.Holds.Held;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides what a type's absence from a complete scan means. Pure: the steps come from what is known, and nothing is asked
 * or written here.
 *
 * <p>Absent once: suspected, and served on. Absent from a second complete scan, a while later: asked for by id. Denied
 * while upstream answers for a type of the same list: gone. Answered: there, though not listed. A membership type goes on
 * being answered by id after it was deleted, so it is gone after three complete scans of both of its views over an hour.
 * Too many at once are held and take no step.
 */
final class DeleteLadder {

    /** Two looks at the same hiccup are one. */
    static final Duration SECOND_LOOK = Duration.ofMinutes(1);

    /** Membership types: scans, and the time they must span; there is nobody to ask. */
    static final int UNLISTED_SCANS = 3;

    static final Duration UNLISTED_SPAN = Duration.ofHours(1);

    /** A row that is there though not listed is asked for again once a day: it may be deleted some day. */
    static final Duration RECHECK = Duration.ofDays(1);

    /** Confirmations of one run: each costs a permit, and a chain that loses more at once is held anyway. */
    static final int MAX_CONFIRMATIONS = 20;

    /** More than this newly absent at once, and more than {@link #HELD_SHARE} of all, is no deletion to be believed. */
    static final int HELD_TYPES = 5;

    static final double HELD_SHARE = 0.1;

    private final Kind kind;
    private final Instant scannedAt;
    private final boolean nothingListed;

    /**
     * @param scannedAt when the scan began
     * @param nothingListed whether upstream's list was empty
     */
    DeleteLadder(Kind kind, Instant scannedAt, boolean nothingListed) {
        this.kind = kind;
        this.scannedAt = scannedAt;
        this.nothingListed = nothingListed;
    }

    /** What upstream says of a type when it is asked for it alone. */
    enum Word {
        /** There is no such type: by its id, beside another that is answered; or still not in its list. */
        DENIED,
        ANSWERED,
        /** Anything else. */
        UNCLEAR
    }

    /**
     * The steps of one publication.
     *
     * @param hold newly absent, too many; of an empty list all that are absent
     * @param held held before, and still absent
     * @param suspect absent for the first time
     * @param again suspected before, and absent again
     * @param gone no longer there
     * @param answered there, though not listed
     * @param prevented how many of them were suspected to be gone: false deletes, prevented
     */
    record Steps(
            Set<Long> hold,
            List<Long> held,
            List<Long> suspect,
            List<Long> again,
            Set<Long> gone,
            Set<Long> answered,
            int prevented) {

        static final Steps NONE = new Steps(Set.of(), List.of(), List.of(), List.of(), Set.of(), Set.of(), 0);

        boolean withholds() {
            return !hold.isEmpty() || !held.isEmpty();
        }
    }

    /**
     * The ids to ask for before the steps are decided, the longest absent first. Where they are too many for one run, the
     * next begins behind them: those that stay unclear hold up nobody.
     */
    List<Long> toAsk(Absences absences, Held held) {
        List<Absent> askable = new ArrayList<>(askable(absences, held).toList());
        int looks = askable.stream().mapToInt(Absent::times).max().orElse(0);
        if (askable.size() > MAX_CONFIRMATIONS && looks > 1) {
            Collections.rotate(askable, -(looks - 1) * MAX_CONFIRMATIONS);
        }
        return askable.stream().map(Absent::id).limit(MAX_CONFIRMATIONS).toList();
    }

    /** The steps, given upstream's words; ids that were not asked for have none. */
    Steps steps(Absences absences, Held held, Map<Long, Word> words) {
        List<Absent> suspects = absences.rows().stream()
                .filter(row -> row.isSuspect() && mayStep(row, held))
                .toList();
        Set<Long> answered = said(Word.ANSWERED, absences, held, words);
        Set<Long> gone = said(Word.DENIED, absences, held, words);
        List<Long> newly = ids(absences, row -> row.listed() && !row.isSuspect() && !isHeld(row, held));
        Set<Long> hold = tooMany(absences, held, words);
        gone.removeAll(hold);
        return new Steps(
                hold,
                ids(absences, row -> isHeld(row, held)),
                newly.stream().filter(id -> !hold.contains(id)).toList(),
                suspects.stream()
                        .map(Absent::id)
                        .filter(id -> !gone.contains(id) && !answered.contains(id))
                        .toList(),
                gone,
                answered,
                (int) suspects.stream()
                        .filter(row -> answered.contains(row.id()))
                        .count());
    }

    private Set<Long> said(Word word, Absences absences, Held held, Map<Long, Word> words) {
        return askable(absences, held)
                .map(Absent::id)
                .filter(id -> words.get(id) == word)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * What was released counts no longer. Where nothing at all is listed, nothing else is believed: suspects are held too,
     * for they take no step and nobody could release them otherwise, and so is what was not listed before and is denied
     * now, for there is no listed type to ask for beside it.
     */
    private Set<Long> tooMany(Absences absences, Held held, Map<Long, Word> words) {
        Set<Long> unexplained = absences.rows().stream()
                .filter(row -> row.listed()
                        ? nothingListed || !row.isSuspect()
                        : nothingListed && words.get(row.id()) == Word.DENIED)
                .map(Absent::id)
                .filter(id -> !held.held().contains(id) && !held.released().contains(id))
                .collect(Collectors.toSet());
        boolean tooMany = unexplained.size() > Math.max(HELD_TYPES, absences.live() * HELD_SHARE);
        return tooMany || nothingListed ? unexplained : Set.of();
    }

    /** An empty list is no second absence either, unless somebody released the type. */
    private boolean mayStep(Absent row, Held held) {
        return !isHeld(row, held) && (!nothingListed || held.released().contains(row.id()));
    }

    private Stream<Absent> askable(Absences absences, Held held) {
        Stream<Absent> suspects = absences.rows().stream()
                .filter(row -> row.isSuspect() && isAbsentForLong(row) && mayStep(row, held))
                .sorted(Comparator.comparing(Absent::since).thenComparing(Absent::id));
        Stream<Absent> rechecks = absences.rows().stream()
                .filter(row -> !row.listed() && !row.isSuspect() && !isHeld(row, held))
                .filter(row -> row.confirmedAt() == null
                        || !scannedAt.isBefore(row.confirmedAt().plus(RECHECK)));
        return Stream.concat(suspects, rechecks);
    }

    private boolean isAbsentForLong(Absent row) {
        return switch (kind) {
            case CERTIFICATE_TYPE -> !scannedAt.isBefore(row.since().plus(SECOND_LOOK));
            case MEMBERSHIP_TYPE ->
                row.times() + 1 >= UNLISTED_SCANS
                        && !scannedAt.isBefore(row.since().plus(UNLISTED_SPAN));
        };
    }

    private static boolean isHeld(Absent row, Held held) {
        return held.held().contains(row.id());
    }

    private static List<Long> ids(Absences absences, Predicate<Absent> which) {
        return absences.rows().stream().filter(which).map(Absent::id).toList();
    }
}
