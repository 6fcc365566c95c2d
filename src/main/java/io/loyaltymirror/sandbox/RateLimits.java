package io.loyaltymirror.sandbox;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Both limits, per remote address, over sliding windows. A refused request uses nothing up. Times are nanoseconds of
 * any one clock that only grows.
 */
final class RateLimits {
    private final Map<String, Windows> addresses = new HashMap<>();

    private record Windows(SlidingWindow second, SlidingWindow minute) {
        Windows() {
            this(new SlidingWindow(Duration.ofSeconds(1)), new SlidingWindow(Duration.ofMinutes(1)));
        }
    }

    /** Whole seconds, rounded up, after which the address may come again; 0 lets this request through. */
    synchronized long secondsToWait(String address, long now, SandboxSettings settings) {
        var windows = addresses.computeIfAbsent(address, any -> new Windows());
        var wait = Math.max(
                windows.second.waitAt(now, settings.perSecond()), windows.minute.waitAt(now, settings.perMinute()));
        if (wait == 0) {
            windows.second.pass(now, settings.perSecond());
            windows.minute.pass(now, settings.perMinute());
        }
        return Math.ceilDiv(wait, 1_000_000_000L);
    }

    synchronized void reset() {
        addresses.clear();
    }
}
