package io.loyaltymirror.mutation;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.harness.Coverage;
import io.loyaltymirror.upstream.TypePayload;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * One row of the ledger from its first attempt to its last: answers get lost, effects come late, its process is killed
 * between any two steps, people change the same types in Altegio's own pages, and the caller repeats its key. The steps are
 * those of {@link Sending} and {@link Finding}, what follows from what they see is decided by {@link Repeat} and
 * {@link Verdict} themselves.
 */
final class LedgerLife {

    /** Seconds, as by default; all that may come late has come by then. */
    static final int SETTLE = 300;

    private static final int[] LOOKS = {2, 8, 50, 240, 300, 300, 300, 300};
    private static final int ATTEMPTS = 4;

    /**
     * What upstream and its users are like, for a whole life.
     *
     * @param others whether people work in Altegio's own pages at the same time
     */
    record Switches(int lag, boolean editsLeaveATrace, boolean others) {}

    final Operation operation;
    final Switches switches;
    final LedgerUpstream upstream;
    final LedgerSends sends;
    private final SplittableRandom random;
    private final Coverage coverage;
    private final Set<Long> mirrored = new HashSet<>();
    private Set<Long> mirroredThen = Set.of();
    private Set<Long> knownIds = Set.of();
    private String beforeHash;
    private long unknownAt;
    private long scannedAt = -1;
    private int attempt;
    State state = State.RECEIVED;
    Long typeId;

    LedgerLife(long seed, Coverage coverage) {
        this.random = new SplittableRandom(seed);
        this.coverage = coverage;
        this.operation = Operation.values()[random.nextInt(4)];
        this.switches = new Switches(
                random.nextInt(3) == 0 ? 1 + random.nextInt(30) : 0, random.nextBoolean(), random.nextBoolean());
        this.upstream = new LedgerUpstream(switches.lag());
        this.sends = new LedgerSends(this, random.split(), coverage);
    }

    /** Until it is done, or nobody asks any more. */
    void live() {
        sends.furnish();
        upstream.pass(60);
        scan();
        while (attempt < ATTEMPTS && (state == State.RECEIVED || state.mayBeTriedAgain())) {
            attempt++;
            state = State.RECEIVED;
            attempt();
            findOut();
            coverage.count(operation + " " + state);
            LedgerRules.hold(this);
            upstream.pass(random.nextInt(60));
        }
        upstream.pass(2 * SETTLE);
        LedgerRules.holdInTheEnd(this);
    }

    private void attempt() {
        Optional<TypePayload> before = operation == Operation.CREATE ? Optional.empty() : upstream.type(sends.target());
        if (isKilled("before it leaves")) {
            state = State.NOT_SENT;
        } else if (before.isEmpty() && (operation == Operation.UPDATE || operation == Operation.ARCHIVE)) {
            state = State.REJECTED;
        } else if (operation == Operation.ARCHIVE && Effect.isShown(entry(), before.get())) {
            done(before.get().id());
        } else {
            leave(before);
        }
    }

    private void leave(Optional<TypePayload> before) {
        knownIds = ids(upstream.titled(sends.title(), overlooked(mirrored)));
        mirroredThen = Set.copyOf(mirrored);
        beforeHash = operation == Operation.UPDATE ? before.orElseThrow().definitionHash() : null;
        state = State.SENDING;
        if (isKilled("between the row and the bytes")) {
            unknown();
        } else {
            send(Repeat.TRIES);
        }
    }

    private static Set<Long> ids(TitleSearch.Found found) {
        return found.types().stream().map(TypePayload::id).collect(Collectors.toSet());
    }

    private boolean isKilled(String moment) {
        boolean killed = random.nextInt(12) == 0;
        coverage.count("killed " + moment, killed ? 1 : 0);
        return killed;
    }

    private void send(int tries) {
        LedgerSends.Answer answer = sends.send();
        sends.disturb();
        if (isKilled("before the answer is written down")) {
            unknown();
            return;
        }
        switch (answer) {
            case YES -> done(sends.made().orElse(sends.target()));
            case NOT_CONNECTED -> {
                unknown();
                state = tries == Repeat.TRIES ? State.NOT_SENT : State.UNKNOWN;
            }
            case YES_UNSHOWN, NOTHING -> again(tries, answer == LedgerSends.Answer.YES_UNSHOWN);
        }
    }

    private void again(int tries, boolean isAnswered) {
        if (operation == Operation.CREATE || random.nextInt(6) == 0) {
            unknown();
            return;
        }
        Optional<TypePayload> now = upstream.type(sends.target());
        int left = tries - 1;
        Repeat next = operation == Operation.DELETE
                ? Repeat.ofDelete(now, left)
                : now.map(type -> operation == Operation.UPDATE
                                ? Repeat.ofUpdate(entry(), type, beforeHash, left, isAnswered)
                                : Repeat.ofArchive(entry(), type, left))
                        .orElse(Repeat.LATER);
        coverage.count(operation + " again: " + next);
        switch (next) {
            case DONE -> done(sends.target());
            case AGAIN -> send(left);
            case LATER -> unknown();
        }
    }

    private void unknown() {
        state = State.UNKNOWN;
        unknownAt = upstream.now();
    }

    private void done(long id) {
        state = State.SUCCEEDED;
        typeId = id;
    }

    private void findOut() {
        for (int look = 0; state == State.UNKNOWN; look++) {
            if (look == LOOKS.length) {
                throw new AssertionError("it never comes to an end");
            }
            upstream.pass(LOOKS[look]);
            sends.disturb();
            if (look > 4 || random.nextInt(3) == 0) {
                scan();
            }
            if (look == LOOKS.length - 1 || !isKilled("while it looks")) {
                conclude(verdict());
            }
        }
    }

    private void conclude(Verdict verdict) {
        coverage.count(operation + " " + verdict.getClass().getSimpleName());
        switch (verdict) {
            case Verdict.Done found -> {
                done(found.type().id());
                state = State.ADOPTED;
            }
            case Verdict.Denied _ -> {
                done(sends.target());
                state = State.ADOPTED;
            }
            case Verdict.Absent _ -> state = State.ABSENT;
            case Verdict.Conflict _ -> state = State.CONFLICT;
            case Verdict.NotYet _ -> {}
        }
    }

    private Verdict verdict() {
        return switch (operation) {
            case CREATE -> Verdict.ofCreate(entry(), signs());
            case DELETE -> Verdict.ofDelete(entry(), upstream.type(sends.target()));
            case UPDATE, ARCHIVE -> Verdict.ofChange(entry(), upstream.type(sends.target()));
        };
    }

    private Verdict.Signs signs() {
        TitleSearch.Found found =
                upstream.titled(sends.title(), overlooked(upstream.rows().keySet()));
        Map<Long, Optional<TypePayload>> arrived = new HashMap<>();
        Set<Long> explained = new HashSet<>(knownIds);
        explained.addAll(mirroredThen);
        Set<Long> shown = ids(found);
        mirrored.stream()
                .filter(id -> !mirroredThen.contains(id) && !shown.contains(id) && sends.isOfTheTitle(id))
                .forEach(id -> arrived.put(
                        id, upstream.type(id).filter(type -> type.title().equals(sends.title()))));
        return new Verdict.Signs(found, arrived, explained);
    }

    /** Upstream's search proves presence alone. */
    private Set<Long> overlooked(Set<Long> rows) {
        return random.nextInt(4) == 0 ? Set.copyOf(rows) : Set.of();
    }

    private void scan() {
        mirrored.addAll(upstream.list().keySet());
        scannedAt = upstream.now();
    }

    private Entry entry() {
        return new Entry(
                new UUID(0, 1),
                new ChainId(1),
                operation,
                operation == Operation.CREATE ? null : sends.target(),
                "till",
                "",
                sends.request(),
                state,
                attempt,
                knownIds,
                0L,
                beforeHash,
                0,
                unknownAt + SETTLE < upstream.now(),
                unknownAt + SETTLE < scannedAt,
                null,
                null,
                null,
                null);
    }
}
