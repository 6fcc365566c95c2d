package io.loyaltymirror.sync;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How much of the scans' share may go into reading lists again that moved: a fifth. A chain that people edit all day would
 * otherwise take the others' permits. Each process counts for itself.
 */
final class RescanAllowance {

    private static final double SHARE = 0.2;

    /** What was not used is good for so long. */
    private static final Duration SAVED = Duration.ofMinutes(10);

    private final double pagesPerNano;
    private final double most;
    private final LongSupplier nanoTime;
    private double left;
    private long at;

    /** @param scansPerMinute requests that scans may send in a minute; 0 is no limit */
    RescanAllowance(int scansPerMinute, LongSupplier nanoTime) {
        this.pagesPerNano = scansPerMinute * SHARE / Duration.ofMinutes(1).toNanos();
        this.most = pagesPerNano * SAVED.toNanos();
        this.nanoTime = nanoTime;
        this.left = most;
        this.at = nanoTime.getAsLong();
    }

    /** Takes so many pages, if anything is left; a long list takes from what comes later. */
    synchronized boolean take(int pages) {
        if (most == 0) {
            return true;
        }
        long now = nanoTime.getAsLong();
        left = Math.min(most, left + (now - at) * pagesPerNano);
        at = now;
        boolean allowed = left > 0;
        left -= allowed ? pages : 0;
        return allowed;
    }
}
