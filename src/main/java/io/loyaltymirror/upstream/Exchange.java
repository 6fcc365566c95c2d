package io.loyaltymirror.upstream;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;

/** Exchanges with upstream on one purpose: each waits for its permit, has a limit in time, and is counted once it left. */
final class Exchange {

    /** A permit is lost to a process that was stopped, and to a connection that took too long to open. */
    private static final int MAX_STALE_PERMITS = 20;

    private final RateBudget budget;
    private final Traffic traffic;
    private final Duration freshFor;
    private final Duration timeout;
    private final AtomicInteger requests = new AtomicInteger();

    /**
     * @param freshFor how long a permit waits for the request's connection
     * @param timeout from the permit to the last byte received
     */
    Exchange(RateBudget budget, Traffic traffic, Duration freshFor, Duration timeout) {
        this.budget = budget;
        this.traffic = traffic;
        this.freshFor = freshFor;
        this.timeout = timeout;
    }

    /** Sends the request once; fails with an {@link UpstreamFailure} where there is no answer. */
    Uni<Received> send(Supplier<Uni<RestResponse<byte[]>>> request) {
        return budget.permit(traffic, freshFor)
                .chain(() -> bounded(request.get()))
                .onItemOrFailure()
                .invoke(this::count)
                .onFailure(StalePermitException::isReason)
                .retry()
                .atMost(MAX_STALE_PERMITS)
                .onFailure()
                .transform(failure -> IoEvent.of(failure).failure(failure))
                .map(Received::of);
    }

    /** Tells everybody who waits for a permit what upstream said of the volume. */
    void heed(UpstreamFailure.Throttled throttled) {
        budget.pause(throttled.retryAfter());
    }

    /** How many requests have left so far, repeated ones included. */
    int requests() {
        return requests.get();
    }

    private void count(RestResponse<byte[]> response, Throwable failure) {
        if (!StalePermitException.isReason(failure)) {
            requests.incrementAndGet();
        }
    }

    /** The client's own time-out ends with the head of the response; a body that stalls would hang for ever. */
    private Uni<RestResponse<byte[]>> bounded(Uni<RestResponse<byte[]>> answer) {
        Context context = Vertx.currentContext();
        return answer.ifNoItem()
                .after(timeout)
                .failWith(() -> new TimeoutException("no complete answer within " + timeout))
                .emitOn(command -> context.runOnContext(_ -> command.run()));
    }
}
