package io.loyaltymirror.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.util.TypeLiteral;

/**
 * Changes one chain's types upstream. Each call goes through the write guard, which sends again only what surely was not
 * executed, and fails with an {@link UpstreamFailure} alone: {@code Ambiguous} where nobody knows whether it was.
 */
public final class ChainWriter {

    private static final TypeLiteral<Uni<TypePayload>> TYPE = new TypeLiteral<>() {
        private static final long serialVersionUID = 1L;
    };

    private final Wire wire;
    private final Guards guards;
    private final Exchange exchange;
    private final ChainId chain;

    ChainWriter(Wire wire, Guards guards, Exchange exchange, ChainId chain) {
        this.wire = wire;
        this.guards = guards;
        this.exchange = exchange;
        this.chain = chain;
    }

    /**
     * Creates a certificate type.
     *
     * @param request the documented request body
     * @return the type as upstream made it, which is no echo of the request
     */
    public Uni<TypePayload> create(byte[] request) {
        return guards.write(
                () -> exchange.send(header -> wire.create(header, chain, request))
                        .map(ChainWriter::created),
                exchange,
                TYPE);
    }

    private static TypePayload created(Received answer) {
        JsonNode type = answer.write().path("data");
        return switch (new RowReader(Kind.CERTIFICATE_TYPE).read(type)) {
            case RowReader.Readable(TypePayload payload) -> payload;
            case RowReader.Unreadable(UnreadableRow row) -> throw new UpstreamFailure.Ambiguous(row.reason(), null);
        };
    }

    /** How many requests have left so far, repeated ones included. */
    public int requests() {
        return exchange.requests();
    }
}
