package io.loyaltymirror.upstream;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.util.TypeLiteral;

/**
 * Reads one chain's types from upstream and counts what that cost. Each call waits for its permit in the rate budget,
 * goes through the read guard, and fails with an {@link UpstreamFailure} alone. One instance serves one run; calls may
 * be under way at the same time.
 */
public final class ChainReader {

    private static final TypeLiteral<Uni<TypePage>> PAGE = new TypeLiteral<>() {
        private static final long serialVersionUID = 1L;
    };
    private static final TypeLiteral<Uni<SeenType>> TYPE = new TypeLiteral<>() {
        private static final long serialVersionUID = 1L;
    };

    private final Wire wire;
    private final Guards guards;
    private final Exchange exchange;
    private final ChainId chain;

    ChainReader(Wire wire, Guards guards, Exchange exchange, ChainId chain) {
        this.wire = wire;
        this.guards = guards;
        this.exchange = exchange;
        this.chain = chain;
    }

    /** One page of a view, counted from 1, of {@link Upstream#pageSize()} rows at most. */
    public Uni<TypePage> page(View view, int page) {
        return guards.read(
                () -> exchange.send(header -> wire.page(header, chain, view, page))
                        .map(answer -> Answer.page(view.kind(), answer)),
                exchange,
                PAGE);
    }

    /**
     * One page of the certificate types whose title has this part, letter case aside: what is not in it may still be
     * there, for nobody documents how upstream compares.
     */
    public Uni<TypePage> titled(String part, int page) {
        return guards.read(
                () -> exchange.send(header -> wire.titled(header, chain, part, page))
                        .map(answer -> Answer.page(Kind.CERTIFICATE_TYPE, answer)),
                exchange,
                PAGE);
    }

    /** One type by its id; {@code Rejected(NOT_FOUND)} where upstream denies that it exists. */
    public Uni<SeenType> type(Kind kind, long id) {
        return guards.read(
                () -> exchange.send(header -> wire.type(header, chain, kind, id))
                        .map(answer -> Answer.type(kind, id, answer)),
                exchange,
                TYPE);
    }

    /** The run is over: nothing is asked any more, not even what already waits for its turn. */
    public void end() {
        exchange.end();
    }

    /** How many requests have left so far, repeated ones included. */
    public int requests() {
        return exchange.requests();
    }
}
