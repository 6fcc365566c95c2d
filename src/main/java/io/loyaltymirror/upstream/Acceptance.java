package io.loyaltymirror.upstream;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether upstream accepts our credential, and who may ask it meanwhile. Once it was refused (401), scans rest: asking on
 * would spend permits on the same answer. After each rest one scan tries. A caller's own request may always.
 */
final class Acceptance {

    /** The ticket of a request that somebody waits for. */
    static final long ALWAYS = -1;

    /** The ticket of a scan that may not ask. */
    private static final long NEVER = -2;

    private final long rest;
    private final LongSupplier nanoTime;
    private long refusals;
    private long triedAt;
    private volatile boolean refused;

    Acceptance(Duration rest, LongSupplier nanoTime) {
        this.rest = rest.toNanos();
        this.nanoTime = nanoTime;
    }

    /** A ticket for all requests of one scan, see {@link #admits}. */
    synchronized long admit() {
        if (refused && isResting()) {
            return NEVER;
        }
        triedAt = nanoTime.getAsLong();
        return refusals;
    }

    /** Whether a request with this ticket may leave: a scan's goes void with the first refusal after its begin. */
    synchronized boolean admits(long ticket) {
        return ticket == ALWAYS || ticket == refusals;
    }

    boolean isRefused() {
        return refused;
    }

    /** Whether it was refused, or tried in vain, a short while ago. */
    synchronized boolean isResting() {
        return refused && nanoTime.getAsLong() - triedAt < rest;
    }

    /** The rest is over: somebody has a reason to try. */
    synchronized void tryNow() {
        triedAt = nanoTime.getAsLong() - rest;
    }

    /** @return whether that is news */
    synchronized boolean refuse() {
        boolean news = !refused;
        refused = true;
        refusals++;
        triedAt = nanoTime.getAsLong();
        return news;
    }

    /** @return whether that is news */
    synchronized boolean accept() {
        boolean news = refused;
        refused = false;
        return news;
    }
}
