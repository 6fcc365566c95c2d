package io.loyaltymirror.upstream;

/**
 * Decides when the next request may leave, so that upstream counts at most its limit in any second and in any minute.
 *
 * <p>Requests are evenly spaced and the last but (limit a minute) is looked up, both with a margin for the network's
 * jitter. A token bucket would not do: upstream's windows slide, and a bucket lets through its whole burst and the
 * refill within one of them (measured: 9 in a second and 304 in a minute, for limits of 5 and 200).
 */
final class PermitSchedule {

    /** Spacing is 2 % wider than the limit asks: 5 gaps then take 1.02 s, which leaves 20 ms for jitter. */
    private static final double SPACING_MARGIN = 1.02;

    /** The minute window with 50 ms for jitter. */
    private static final long MINUTE = 60_050_000_000L;

    private static final double SECOND = 1e9;

    private final long spacing;
    private final long[] lastMinute;
    private int oldest;
    private long used;
    private long last;

    /**
     * @param perSecond requests in any second, 0 for no limit
     * @param perMinute requests in any minute, 0 for no limit
     */
    PermitSchedule(int perSecond, int perMinute) {
        spacing = perSecond == 0 ? 0 : Math.round(SECOND * SPACING_MARGIN / perSecond);
        lastMinute = new long[perMinute];
    }

    /**
     * When the next request may leave.
     *
     * @param now a monotonic time in nanoseconds
     * @return now or later
     */
    long earliest(long now) {
        long at = now;
        if (used > 0) {
            at = Math.max(at, last + spacing);
        }
        if (lastMinute.length > 0 && used >= lastMinute.length) {
            at = Math.max(at, lastMinute[oldest] + MINUTE);
        }
        return at;
    }

    /** A request leaves now: what comes after it is counted from here, not from when it was allowed to. */
    void used(long now) {
        if (lastMinute.length > 0) {
            lastMinute[oldest] = now;
            oldest = (oldest + 1) % lastMinute.length;
        }
        last = now;
        used++;
    }

    /** The request that was used last left only now. */
    void left(long now) {
        last = Math.max(last, now);
        if (lastMinute.length > 0 && used > 0) {
            int newest = (oldest + lastMinute.length - 1) % lastMinute.length;
            lastMinute[newest] = Math.max(lastMinute[newest], now);
        }
    }

    boolean isUnlimited() {
        return spacing == 0 && lastMinute.length == 0;
    }
}
