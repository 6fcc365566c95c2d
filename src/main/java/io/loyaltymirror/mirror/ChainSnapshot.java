package io.loyaltymirror.mirror;

import io.loyaltymirror.Kind;
import java.util.Map;

/**
 * A whole generation of a chain, in the heap.
 *
 * @param standing which one, and how fresh
 * @param kinds null: the chain is too large to be held
 */
record ChainSnapshot(ChainStanding standing, Map<Kind, KindSnapshot> kinds) {

    /** What stands for one that is too large. */
    private static final int NOTHING = 256;

    boolean isTooLarge() {
        return kinds == null;
    }

    /** The same with what a later look at the chain told. */
    ChainSnapshot with(ChainStanding later) {
        return new ChainSnapshot(later, kinds);
    }

    boolean isOf(ChainStanding other) {
        return standing.isSameGeneration(other);
    }

    /** This, or what stands for it where it takes more than that: many small types take more than their bytes. */
    ChainSnapshot within(long bytes) {
        return weight() > bytes ? new ChainSnapshot(standing, null) : this;
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
