package io.loyaltymirror.sandbox;

/** Ids of one kind: over all chains, only growing. Thread-safe. */
final class Ids {
    private long next;

    Ids(long first) {
        next = first;
    }

    synchronized long next() {
        return next++;
    }

    synchronized Ids copy() {
        return new Ids(next);
    }

    /** Leaves a gap, as ids that other chains use up do. */
    synchronized long nextAfter(int gap) {
        next += gap;
        return next++;
    }

    synchronized void startAt(long first) {
        next = Math.max(next, first);
    }
}
