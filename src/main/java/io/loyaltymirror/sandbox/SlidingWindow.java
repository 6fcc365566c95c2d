package io.loyaltymirror.sandbox;

import java.time.Duration;
import java.util.ArrayDeque;

/** What one address was let through within a length of time that ends now. */
final class SlidingWindow {
    private final long length;
    private final ArrayDeque<Long> passed = new ArrayDeque<>();

    SlidingWindow(Duration length) {
        this.length = length.toNanos();
    }

    /** Nanoseconds until one more may pass; 0 is now. A limit of 0 is none. */
    long waitAt(long now, int limit) {
        while (!passed.isEmpty() && now - passed.getFirst() >= length) {
            passed.removeFirst();
        }
        if (limit == 0 || passed.size() < limit) {
            return 0;
        }
        // A lowered limit may find more than itself inside: the next may pass when all but limit - 1 have left.
        var blocking = passed.stream().skip(passed.size() - limit).findFirst().orElseThrow();
        return blocking + length - now;
    }

    /** Without a limit nothing is kept, so that a benchmark does not fill the memory. */
    void pass(long now, int limit) {
        if (limit > 0) {
            passed.addLast(now);
        }
    }
}
