package io.loyaltymirror.bench.sync;

import java.time.Duration;

/** Waits that have an end. */
final class Patience {

    private Patience() {}

    /** What is waited for. */
    interface Condition {
        boolean holds() throws Exception;
    }

    /**
     * Looks so often until it holds.
     *
     * @throws IllegalStateException that says what did not happen in time
     */
    static void until(String what, Duration most, Duration between, Condition condition) throws Exception {
        long end = System.nanoTime() + most.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("waited %d s in vain: %s".formatted(most.toSeconds(), what));
            }
            Thread.sleep(between);
        }
    }
}
