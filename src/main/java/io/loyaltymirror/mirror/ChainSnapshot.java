package io.loyaltymirror.mirror;

import io.loyaltymirror.Kind;
import java.time.Duration;
import java.util.Map;

/**
 * A whole generation of a chain, in the heap.
 *
 * @param standing which one, and how fresh
 * @param kinds null: the chain is too large to be held
 * @param loadedAt {@link System#nanoTime} then
 */
record ChainSnapshot(ChainStanding standing, Map<Kind, KindSnapshot> kinds, long loadedAt) {

    /** What stands for one that is too large. */
    private static final int NOTHING = 256;

    ChainSnapshot(ChainStanding standing, Map<Kind, KindSnapshot> kinds) {
        this(standing, kinds, System.nanoTime());
    }

    boolean isTooLarge() {
        return kinds == null;
    }

    /** The same with what a later look at the chain told. */
    ChainSnapshot with(ChainStanding later) {
        return new ChainSnapshot(later, kinds, loadedAt);
    }

    boolean isOf(ChainStanding other) {
        return standing.isSameGeneration(other);
    }

    boolean isOlderThan(Duration age) {
        return System.nanoTime() - loadedAt > age.toNanos();
    }

    /** This, or what stands for it where it takes more than that: many small types take more than their bytes. */
    ChainSnapshot within(long bytes) {
        return weight() > bytes ? new ChainSnapshot(standing, null, loadedAt) : this;
    }

    /** What it takes in the heap, about. */
    int weight() {
        if (isTooLarge()) {
            return NOTHING;
        }
        long sum = NOTHING
                + kinds.values().stream().mapToLong(KindSnapshot::weight).sum();
        return (int) Math.min(Integer.MAX_VALUE, sum);
    }
}
