package io.loyaltymirror.upstream;

import io.loyaltymirror.upstream.UpstreamFailure.NotSent;
import io.loyaltymirror.upstream.UpstreamFailure.Throttled;
import io.quarkus.logging.Log;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.Guard;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * What stands between us and a struggling upstream. Built in code: annotations can neither take our durations nor share
 * one breaker between reads and writes.
 */
@ApplicationScoped
class Guards {

    /** The breaker's name among those of the process. */
    static final String BREAKER = "upstream";

    private final Guard breaker;
    private final Guard readRetry;
    private final Guard writeRetry;

    @Inject
    Guards(UpstreamConfig config) {
        this(config, BREAKER);
    }

    Guards(UpstreamConfig config, String name) {
        UpstreamConfig.Breaker numbers = config.breaker();
        this.breaker = Guard.create()
                .withCircuitBreaker()
                .name(name)
                .requestVolumeThreshold(numbers.window())
                .failureRatio(numbers.failureRatio())
                .delay(numbers.delay().toMillis(), ChronoUnit.MILLIS)
                .successThreshold(1)
                .when(Guards::isUpstreamInTrouble)
                .onStateChange(Guards::report)
                .done()
                .build();
        this.readRetry = retry(config.retry(), Guards::isTransient);
        this.writeRetry = retry(config.retry(), Guards::isSurelyNotExecuted);
    }

    private static void report(CircuitBreakerState state) {
        switch (state) {
            case OPEN -> Log.warn("Upstream fails too often and is left alone for a while");
            case HALF_OPEN -> Log.info("Upstream is tried again");
            case CLOSED -> Log.info("Upstream works again");
        }
    }

    private static Guard retry(UpstreamConfig.Retry numbers, Predicate<Throwable> when) {
        return Guard.create()
                .withRetry()
                .maxRetries(numbers.max())
                .maxDuration(0, ChronoUnit.MILLIS)
                .whenException(when)
                .withCustomBackoff()
                .strategy(() -> new BackOff(numbers))
                .done()
                .done()
                .build();
    }

    /** A read: tried again for passing reasons, each attempt behind the breaker. */
    <T> Uni<T> read(Supplier<Uni<T>> attempt, Exchange exchange, TypeLiteral<Uni<T>> type) {
        return readRetry.get(() -> behindBreaker(attempt, exchange, type), type);
    }

    /** A write: tried again only where it surely was not executed, each attempt behind the same breaker. */
    <T> Uni<T> write(Supplier<Uni<T>> attempt, Exchange exchange, TypeLiteral<Uni<T>> type) {
        return writeRetry.get(() -> behindBreaker(attempt, exchange, type), type);
    }

    private <T> Uni<T> behindBreaker(Supplier<Uni<T>> attempt, Exchange exchange, TypeLiteral<Uni<T>> type) {
        return exchange.ready()
                .chain(() -> breaker.get(attempt, type))
                .onFailure(CircuitBreakerOpenException.class)
                .transform(IoEvent.BREAKER_OPEN::failure)
                .onFailure(Throttled.class)
                .invoke(throttled -> exchange.heed(throttled));
    }

    private static boolean isTransient(Throwable failure) {
        return failure instanceof UpstreamFailure known && known.isTransient();
    }

    private static boolean isSurelyNotExecuted(Throwable failure) {
        return failure instanceof NotSent || failure instanceof Throttled;
    }

    /** Our own database that is away is no trouble of upstream's. */
    private static boolean isUpstreamInTrouble(Throwable failure) {
        return failure instanceof UpstreamFailure known && known.isTroubleUpstream();
    }
}
