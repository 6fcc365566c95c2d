package io.loyaltymirror.upstream;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * One request may leave. Its time is the database's; what this process knows of it are two bounds on its own monotonic
 * clock, see {@link DatabaseTime}.
 *
 * @param number what the database knows it by
 * @param earliest its time, or a little later
 * @param soonest its time, or a little earlier
 * @param latest until when it is good; the database counts it as used then, until it hears otherwise
 * @param at {@code mirror_now()} of its time
 */
record Permit(long number, long earliest, long soonest, long latest, Instant at) {

    /** Where there is no limit. */
    static final Permit UNLIMITED = new Permit(0, 0, 0, 0, null);

    boolean isStale(long now) {
        return now - latest > 0;
    }

    /** How late a request that leaves now is at most, in milliseconds. */
    int late(long now) {
        return (int) Math.min(TimeUnit.NANOSECONDS.toMillis(now - soonest) + 1, Integer.MAX_VALUE);
    }
}
