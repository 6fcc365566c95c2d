package io.loyaltymirror.upstream;

import io.loyaltymirror.upstream.UpstreamFailure.Ambiguous;
import io.loyaltymirror.upstream.UpstreamFailure.NotSent;
import io.loyaltymirror.upstream.UpstreamFailure.Rejected;
import io.loyaltymirror.upstream.UpstreamFailure.Throttled;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Counts what upstream did to our requests and how long they waited for their turn, from zero at the start on. */
@ApplicationScoped
class UpstreamMeters {

    private static final String ANSWERED = "answered";

    /** From a turn at once to a scan that is stretched. */
    private static final Duration[] WAITS = {
        Duration.ofMillis(10),
        Duration.ofMillis(100),
        Duration.ofMillis(300),
        Duration.ofSeconds(1),
        Duration.ofSeconds(3),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(2)
    };

    private final MeterRegistry meters;
    private final Map<String, Counter> attempts;
    private final Map<Traffic, Timer> waits = new EnumMap<>(Traffic.class);

    UpstreamMeters(MeterRegistry meters) {
        this.meters = meters;
        attempts = List.of(ANSWERED, "rejected", "throttled", "ambiguous", "not_sent", "failed").stream()
                .collect(Collectors.toUnmodifiableMap(outcome -> outcome, this::counter));
        for (Traffic traffic : Traffic.values()) {
            waits.put(
                    traffic,
                    Timer.builder("mirror.upstream.budget.wait")
                            .description("from asking for a turn in the rate budget to having it")
                            .tag("traffic", traffic.name().toLowerCase(Locale.ROOT))
                            .serviceLevelObjectives(WAITS)
                            .register(meters));
        }
    }

    private Counter counter(String outcome) {
        return Counter.builder("mirror.upstream.attempts")
                .description("attempts at requests to upstream by what came of them, those that did not leave included")
                .tag("outcome", outcome)
                .register(meters);
    }

    /** @param failure null where upstream answered */
    void attempt(Throwable failure) {
        attempts.get(outcome(failure)).increment();
    }

    private static String outcome(Throwable failure) {
        return switch (failure) {
            case null -> ANSWERED;
            case Rejected _ -> "rejected";
            case Throttled _ -> "throttled";
            case Ambiguous _ -> "ambiguous";
            case NotSent _ -> "not_sent";
            default -> "failed";
        };
    }

    void waited(Traffic traffic, Duration time) {
        waits.get(traffic).record(time);
    }

    /** @param isOpen whether upstream is left alone, or about to be tried */
    void breaker(String name, BooleanSupplier isOpen) {
        Gauge.builder("mirror.upstream.breaker.open", isOpen, open -> open.getAsBoolean() ? 1 : 0)
                .description("1 while upstream is left alone for failing too often")
                .tag("breaker", name)
                .strongReference(true)
                .register(meters);
    }
}
