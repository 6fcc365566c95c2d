package io.loyaltymirror.api;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.Startup;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts and logs who was refused, and why; never with what. Whoever tries keys by the thousand writes a line a second,
 * which says how many there were.
 */
@Startup
@ApplicationScoped
public class RefusedCallers {

    private static final long BETWEEN_LINES = Duration.ofSeconds(1).toNanos();

    /** Why a caller was refused. */
    public enum Reason {
        /** There is no header with one. */
        NO_KEY,
        /** The header is none that names a key. */
        MALFORMED,
        /** It is none of ours. */
        UNKNOWN_KEY,
        /** The key is good, and not for this. */
        ROLE
    }

    private final Map<Reason, Counter> counters = new EnumMap<>(Reason.class);
    private final AtomicLong lastLine = new AtomicLong(System.nanoTime() - BETWEEN_LINES);
    private final AtomicLong unsaid = new AtomicLong();

    RefusedCallers(MeterRegistry meters) {
        for (Reason reason : Reason.values()) {
            counters.put(
                    reason,
                    Counter.builder("mirror.access.refused")
                            .description("requests that were refused for who sent them")
                            .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                            .register(meters));
        }
    }

    /** A request without a key of ours. */
    public void unknown(Reason reason, RoutingContext request) {
        count(reason, "-", request);
    }

    /** A request of a caller whose key is not good for it. */
    void notAllowed(String caller, RoutingContext request) {
        count(Reason.ROLE, caller, request);
    }

    private void count(Reason reason, String caller, RoutingContext request) {
        counters.get(reason).increment();
        long now = System.nanoTime();
        long last = lastLine.get();
        if (now - last < BETWEEN_LINES || !lastLine.compareAndSet(last, now)) {
            unsaid.incrementAndGet();
            return;
        }
        SocketAddress from = request.request().remoteAddress();
        Log.warnf(
                "A caller was refused: reason=%s caller=%s from=%s method=%s path=%s unsaid=%d",
                reason.name().toLowerCase(Locale.ROOT),
                caller,
                from == null ? "-" : from.hostAddress(),
                request.request().method(),
                request.request().path(),
                unsaid.getAndSet(0));
    }
}
