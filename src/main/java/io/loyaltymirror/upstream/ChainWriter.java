package io.loyaltymirror.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.util.TypeLiteral;
import java.util.Optional;

/**
 * Changes one chain's types upstream. Each call goes through the write guard, which sends again only what surely was not
 * executed, and fails with an {@link UpstreamFailure} alone: {@code Ambiguous} where nobody knows whether it was.
 */
public final class ChainWriter {

    private static final TypeLiteral<Uni<TypePayload>> TYPE = new TypeLiteral<>() {
        private static final long serialVersionUID = 1L;
    };
    private static final TypeLiteral<Uni<Optional<TypePayload>>> MAYBE_TYPE = new TypeLiteral<>() {
        private static final long serialVersionUID = 1L;
    };
    private static final TypeLiteral<Uni<Void>> NOTHING = new TypeLiteral<>() {
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
        return switch (read(answer)) {
            case RowReader.Readable(TypePayload payload) -> payload;
            case RowReader.Unreadable(UnreadableRow row) -> throw new UpstreamFailure.Ambiguous(row.reason(), null);
        };
    }

    private static RowReader.Row read(Received answer) {
        JsonNode type = answer.write().path("data");
        return new RowReader(Kind.CERTIFICATE_TYPE).read(type);
    }

    /**
     * Replaces a certificate type.
     *
     * @param request the documented request body, complete
     * @return the type as upstream made it; empty where the answer does not show it
     */
    public Uni<Optional<TypePayload>> update(long id, byte[] request) {
        return guards.write(
                () -> exchange.send(header -> wire.update(header, chain, id, request))
                        .map(answer -> updated(id, answer)),
                exchange,
                MAYBE_TYPE);
    }

    private static Optional<TypePayload> updated(long id, Received answer) {
        return read(answer) instanceof RowReader.Readable(TypePayload payload) && payload.id() == id
                ? Optional.of(payload)
                : Optional.empty();
    }

    /** Deletes a certificate type; {@code Rejected(NOT_FOUND)} where there is none. */
    public Uni<Void> delete(long id) {
        return guards.write(
                () -> exchange.send(header -> wire.delete(header, chain, id))
                        .invoke(Received::write)
                        .replaceWithVoid(),
                exchange,
                NOTHING);
    }

    /** Archives a membership type, or brings it back. Upstream checks neither rights nor chain: look at it first. */
    public Uni<Void> archive(long id, boolean isArchived) {
        return guards.write(
                () -> exchange.send(header -> wire.archive(header, chain, id, isArchived))
                        .invoke(Received::write)
                        .replaceWithVoid(),
                exchange,
                NOTHING);
    }

    /** How many requests have left so far, repeated ones included. */
    public int requests() {
        return exchange.requests();
    }
}
