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
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * What stands between us and a struggling upstream. Built in code: annotations can neither take our durations nor share
 * one breaker between reads and writes.
 */
@ApplicationScoped
class Guards {

    /** The breaker's name among those of the process. */
    static final String BREAKER = "upstream";

    /** Writes of a process at a time: at 5 requests a second those behind them would wait in vain. */
    private static final int MAX_WRITES = 50;

    private final UpstreamConfig.Retry retry;
    private final Guard breaker;
    private final Guard readRetry;
    private final Guard bulkhead;
    private final UpstreamMeters meters;
    private volatile CircuitBreakerState state = CircuitBreakerState.CLOSED;
    private volatile Runnable whenOpen = () -> {};

    @Inject
    Guards(UpstreamConfig config, UpstreamMeters meters) {
        this(config, BREAKER, meters);
    }

    Guards(UpstreamConfig config, String name, UpstreamMeters meters) {
        this.meters = meters;
        meters.breaker(name, () -> !admitsWrites());
        this.retry = config.retry();
        UpstreamConfig.Breaker numbers = config.breaker();
        this.breaker = Guard.create()
                .withCircuitBreaker()
                .name(name)
                .requestVolumeThreshold(numbers.window())
                .failureRatio(numbers.failureRatio())
                .delay(numbers.delay().toMillis(), ChronoUnit.MILLIS)
                .successThreshold(1)
                .when(this::countsAgainstUpstream)
                .onStateChange(this::changed)
                .done()
                .build();
        this.readRetry = retry(retry, Guards::isTransient);
        this.bulkhead = Guard.create()
                .withBulkhead()
                .limit(MAX_WRITES)
                .queueSize(1)
                .done()
                .build();
    }

    /** Called each time that the breaker opens. */
    void whenOpen(Runnable action) {
        whenOpen = action;
    }

    /** A write does not try out whether upstream works again: that is for a read. */
    boolean admitsWrites() {
        return state == CircuitBreakerState.CLOSED;
    }

    private void changed(CircuitBreakerState now) {
        state = now;
        switch (now) {
            case OPEN -> {
                Log.warn("Upstream fails too often and is left alone for a while");
                whenOpen.run();
            }
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

    /** A read: tried again for passing reasons while it may leave, each attempt behind the breaker. */
    <T> Uni<T> read(Supplier<Uni<T>> attempt, Exchange exchange, TypeLiteral<Uni<T>> type) {
        Guard guard = exchange.mayLeaveAlways()
                ? readRetry
                : retry(retry, failure -> isTransient(failure) && hasTime(exchange, failure));
        return guard.get(() -> behindBreaker(attempt, exchange, type), type);
    }

    /**
     * A write: tried again only where it surely was not executed and may still leave, each attempt behind the same
     * breaker, which it passes only while that is closed.
     */
    <T> Uni<T> write(Supplier<Uni<T>> attempt, Exchange exchange, TypeLiteral<Uni<T>> type) {
        Guard guard = retry(retry, failure -> isSurelyNotExecuted(failure) && hasTime(exchange, failure));
        return bulkhead.get(() -> guard.get(() -> behindClosedBreaker(attempt, exchange, type), type), type)
                .onFailure(BulkheadException.class)
                .transform(IoEvent.TOO_MANY::failure);
    }

    private static boolean hasTime(Exchange exchange, Throwable failure) {
        return exchange.hasTimeFor(failure instanceof Throttled throttled ? throttled.retryAfter() : Duration.ZERO);
    }

    /** A read that finds out whether upstream works again; not repeated. */
    <T> Uni<T> probe(Supplier<Uni<T>> attempt, Exchange exchange, TypeLiteral<Uni<T>> type) {
        return behindBreaker(attempt, exchange, type);
    }

    /** Looked at when the write is ready: until then the breaker may have opened, and its delay be over. */
    private <T> Uni<T> behindClosedBreaker(Supplier<Uni<T>> attempt, Exchange exchange, TypeLiteral<Uni<T>> type) {
        return behindBreaker(
                () -> admitsWrites()
                        ? breaker.get(attempt, type)
                        : Uni.createFrom().failure(() -> IoEvent.BREAKER_OPEN.failure(null)),
                exchange);
    }

    private <T> Uni<T> behindBreaker(Supplier<Uni<T>> attempt, Exchange exchange, TypeLiteral<Uni<T>> type) {
        return behindBreaker(() -> breaker.get(attempt, type), exchange);
    }

    private <T> Uni<T> behindBreaker(Supplier<Uni<T>> guarded, Exchange exchange) {
        return exchange.ready()
                .chain(guarded::get)
                .onFailure(CircuitBreakerOpenException.class)
                .transform(IoEvent.BREAKER_OPEN::failure)
                .onFailure(Throttled.class)
                .invoke(throttled -> exchange.heed(throttled))
                .onItemOrFailure()
                .invoke((_, failure) -> meters.attempt(failure));
    }

    private static boolean isTransient(Throwable failure) {
        return failure instanceof UpstreamFailure known && known.isTransient();
    }

    private static boolean isSurelyNotExecuted(Throwable failure) {
        return failure instanceof NotSent || failure instanceof Throttled;
    }

    /**
     * Our own database that is away is no trouble of upstream's. But the one request that tries whether upstream works
     * again shows nothing if it did not leave.
     */
    private boolean countsAgainstUpstream(Throwable failure) {
        return failure instanceof UpstreamFailure known
                && (known.isTroubleUpstream() || (state == CircuitBreakerState.HALF_OPEN && known instanceof NotSent));
    }
}
