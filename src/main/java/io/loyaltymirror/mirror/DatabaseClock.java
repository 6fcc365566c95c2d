package io.loyaltymirror.mirror;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;

/** The database's clock as this process knows it: last told, and gone on by our own since then. */
@Singleton
class DatabaseClock {

    private record Told(Instant now, long nanos) {}

    private volatile Told last;

    /** @param askedAt {@link System#nanoTime} when it was asked: what the answer took makes nothing younger */
    void told(Instant now, long askedAt) {
        last = new Told(now, askedAt);
    }

    /** How long ago that was; what lies in the future is of now. */
    Duration since(Instant time) {
        Told told = last;
        Duration age = Duration.between(time, told.now).plusNanos(System.nanoTime() - told.nanos);
        return age.isNegative() ? Duration.ZERO : age;
    }
}
