package io.loyaltymirror.sandbox;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Chains as they were before their writes, for reads that do not show a write at once. What is put at the control door
 * after a write is late with it. Thread-safe. Times are nanoseconds of any one clock that only grows.
 */
final class ReadLag {
    private final LongSupplier nanos;
    private final Map<Long, Deque<Past>> pasts = new HashMap<>();

    private record Past(SandboxChain chain, long until) {}

    ReadLag(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Before a write. */
    synchronized void keep(SandboxChain chain, Duration lag) {
        if (lag.isPositive()) {
            pasts.computeIfAbsent(chain.id(), any -> new ArrayDeque<>()).add(new Past(chain.copy(), nanos.getAsLong()));
        }
    }

    /** What a read shows: what was true so long ago. */
    synchronized SandboxChain shown(SandboxChain now, Duration lag) {
        var kept = pasts.get(now.id());
        if (kept == null) {
            return now;
        }
        while (!kept.isEmpty() && nanos.getAsLong() - kept.getFirst().until() >= lag.toNanos()) {
            kept.removeFirst();
        }
        return kept.isEmpty() ? now : kept.getFirst().chain();
    }

    synchronized void clear() {
        pasts.clear();
    }
}
