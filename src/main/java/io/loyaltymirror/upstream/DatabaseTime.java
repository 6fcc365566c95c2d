package io.loyaltymirror.upstream;

import java.util.concurrent.TimeUnit;

/**
 * What this process knows of the database's clock. Each answer says what time it was there, which was after the question
 * left here and before the answer arrived: two bounds on how far the two clocks are apart. The narrowest of the recent
 * answers count, so that one that was under way for long neither delays a permit nor makes its time uncertain.
 */
final class DatabaseTime {

    /** A clock that is being slewed gains or loses half a millisecond a second; twice that widens the bounds. */
    private static final long DRIFT = 1_000;

    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

    private boolean isKnown;
    private long least;
    private long most;
    private long heard;

    /**
     * Learns from an answer.
     *
     * @param sent when the question left, by this process's monotonic clock
     * @param received when the answer arrived, by the same
     * @param millis what the database's clock said, rounded up
     */
    synchronized void hear(long sent, long received, long millis) {
        long database = TimeUnit.MILLISECONDS.toNanos(millis);
        long answerLeast = sent - database;
        long answerMost = received - database + MILLISECOND;
        long age = (received - heard) / DRIFT;
        boolean isConsistent = isKnown && answerLeast - (most + age) <= 0 && answerMost - (least - age) >= 0;
        // Otherwise the database's clock was set, or it is another server's now.
        least = isConsistent ? Math.max(answerLeast, least - age) : answerLeast;
        most = isConsistent ? Math.min(answerMost, most + age) : answerMost;
        heard = received;
        isKnown = true;
    }

    /** The time of a permit here, or a little earlier, but never later. */
    synchronized long soonest(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis) + least;
    }

    /** The time of a permit here, or a little later, but never earlier. */
    synchronized long earliest(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis) + most;
    }

    /** How uncertain a permit's time is, in nanoseconds. */
    synchronized long doubt() {
        return most - least;
    }
}
