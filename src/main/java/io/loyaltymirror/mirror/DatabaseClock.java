package io.loyaltymirror.mirror;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** The database's clock as this process knows it: last told, and gone on by our own since then. */
@Singleton
class DatabaseClock {

    private record Told(Instant now, long nanos) {}

    private final AtomicReference<Told> last = new AtomicReference<>();

    /** @param askedAt {@link System#nanoTime} when it was asked: what the answer took makes nothing younger */
    void told(Instant now, long askedAt) {
        // An answer that was long on its way does not overtake one that was asked for after it.
        last.accumulateAndGet(
                new Told(now, askedAt),
                (before, later) -> before != null && before.nanos - later.nanos > 0 ? before : later);
    }

    /** How long ago that was; what lies in the future is of now. */
    Duration since(Instant time) {
        Told told = last.get();
        Duration age = Duration.between(time, told.now).plusNanos(System.nanoTime() - told.nanos);
        return age.isNegative() ? Duration.ZERO : age;
    }
}
