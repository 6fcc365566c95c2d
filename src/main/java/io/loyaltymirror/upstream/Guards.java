package io.loyaltymirror.upstream;

import io.smallrye.faulttolerance.api.Guard;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.util.TypeLiteral;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * What stands between us and a struggling upstream. Built in code: annotations can neither take our durations nor share
 * one breaker between reads and writes.
 */
@ApplicationScoped
class Guards {

    private static final String BREAKER = "upstream";

    private final Guard breaker;
    private final Guard retry;

    Guards(UpstreamConfig config) {
        UpstreamConfig.Breaker numbers = config.breaker();
        this.breaker = Guard.create()
                .withCircuitBreaker()
                .name(BREAKER)
                .requestVolumeThreshold(numbers.window())
                .failureRatio(numbers.failureRatio())
                .delay(numbers.delay().toMillis(), ChronoUnit.MILLIS)
                .successThreshold(1)
                .when(Guards::isUpstreamInTrouble)
                .done()
                .build();
        this.retry = Guard.create()
                .withRetry()
                .maxRetries(config.retry().max())
                .maxDuration(0, ChronoUnit.MILLIS)
                .whenException(failure -> failure instanceof UpstreamFailure known && known.isTransient())
                .withCustomBackoff()
                .strategy(() -> new BackOff(config.retry()))
                .done()
                .done()
                .build();
    }

    /** A read: tried again for passing reasons, each attempt behind the breaker. */
    <T> Uni<T> read(Supplier<Uni<T>> attempt, TypeLiteral<Uni<T>> type) {
        return retry.get(
                () -> breaker.get(attempt, type)
                        .onFailure(CircuitBreakerOpenException.class)
                        .transform(Guards::open),
                type);
    }

    private static UpstreamFailure open(Throwable refusal) {
        return new UpstreamFailure.NotSent("upstream failed too often and is left alone for a while", refusal);
    }

    private static boolean isUpstreamInTrouble(Throwable failure) {
        return failure instanceof UpstreamFailure.NotSent || failure instanceof UpstreamFailure.Ambiguous;
    }
}
