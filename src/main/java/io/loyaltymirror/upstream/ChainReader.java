package io.loyaltymirror.upstream;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Reads one chain's types from upstream and counts what that cost. Each call waits for its permit in the rate budget,
 * goes through the read guard, and fails with an {@link UpstreamFailure} alone. One instance serves one run; calls may
 * be under way at the same time.
 */
public final class ChainReader {

    private static final TypeLiteral<Uni<TypePage>> PAGE = new TypeLiteral<>() {
        private static final long serialVersionUID = 1L;
    };
    private static final TypeLiteral<Uni<TypePayload>> TYPE = new TypeLiteral<>() {
        private static final long serialVersionUID = 1L;
    };

    /** A permit is lost to each connection that is opened, and to each time this process was stopped. */
    private static final int MAX_STALE_PERMITS = 50;

    private final Wire wire;
    private final Guards guards;
    private final RateBudget budget;
    private final ChainId chain;
    private final Duration timeout;
    private final AtomicInteger requests = new AtomicInteger();

    ChainReader(Wire wire, Guards guards, RateBudget budget, Duration timeout, ChainId chain) {
        this.wire = wire;
        this.guards = guards;
        this.budget = budget;
        this.timeout = timeout;
        this.chain = chain;
    }

    /** One page of a view, counted from 1, of {@link Upstream#pageSize()} rows at most. */
    public Uni<TypePage> page(View view, int page) {
        return guards.read(
                () -> exchange(() -> wire.page(chain, view, page)).map(response -> Answer.page(view.kind(), response)),
                PAGE);
    }

    /** One type by its id; {@code Rejected(NOT_FOUND)} where upstream denies that it exists. */
    public Uni<TypePayload> type(Kind kind, long id) {
        return guards.read(
                () -> exchange(() -> wire.type(chain, kind, id)).map(response -> Answer.type(kind, id, response)),
                TYPE);
    }

    /** How many requests have left so far, repeated ones included. */
    public int requests() {
        return requests.get();
    }

    private Uni<RestResponse<byte[]>> exchange(Supplier<Uni<RestResponse<byte[]>>> request) {
        return budget.permit()
                .chain(() -> bounded(request.get()))
                .onItemOrFailure()
                .invoke(this::count)
                .onFailure(StalePermitException::isReason)
                .retry()
                .atMost(MAX_STALE_PERMITS)
                .onFailure(failure -> !(failure instanceof UpstreamFailure))
                .transform(Wire::failure);
    }

    private void count(RestResponse<byte[]> response, Throwable failure) {
        if (!StalePermitException.isReason(failure)) {
            requests.incrementAndGet();
        }
    }

    /** The client's own time-out ends with the head of the response; a body that stalls would hang the run for ever. */
    private Uni<RestResponse<byte[]>> bounded(Uni<RestResponse<byte[]>> exchange) {
        Context context = Vertx.currentContext();
        return exchange.ifNoItem()
                .after(timeout)
                .failWith(() -> new TimeoutException("no complete answer within " + timeout))
                .emitOn(command -> context.runOnContext(_ -> command.run()));
    }
}
