package io.loyaltymirror.upstream;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.util.TypeLiteral;
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

    private final Wire wire;
    private final Guards guards;
    private final RateBudget budget;
    private final ChainId chain;
    private final AtomicInteger requests = new AtomicInteger();

    ChainReader(Wire wire, Guards guards, RateBudget budget, ChainId chain) {
        this.wire = wire;
        this.guards = guards;
        this.budget = budget;
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
                .invoke(requests::incrementAndGet)
                .chain(() -> request.get())
                .onFailure(Wire::isIo)
                .transform(Wire::failure);
    }
}
