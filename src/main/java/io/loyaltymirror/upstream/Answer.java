package io.loyaltymirror.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import io.loyaltymirror.Kind;
import io.loyaltymirror.upstream.UpstreamFailure.Ambiguous;
import io.loyaltymirror.upstream.UpstreamFailure.Reason;
import io.loyaltymirror.upstream.UpstreamFailure.Rejected;
import io.loyaltymirror.upstream.UpstreamFailure.Throttled;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * What upstream's answer to a read means: the payload that was asked for, or an {@link UpstreamFailure}. An answer that
 * is not what it should be is a failure, never an empty page.
 */
final class Answer {

    private static final int TOO_MANY_REQUESTS = 429;

    private Answer() {}

    /** The page that a list answered. */
    static TypePage page(Kind kind, RestResponse<byte[]> response) {
        JsonNode envelope = envelope(response);
        JsonNode data = envelope.path("data");
        if (!data.isArray()) {
            throw new Ambiguous("a list without an array of rows", null);
        }
        JsonNode meta = envelope.path("meta");
        long total = LenientField.integer(meta.path("total_count"))
                .or(() -> LenientField.integer(meta.path("count")))
                .filter(JsonNode::canConvertToLong)
                .map(JsonNode::longValue)
                .orElseThrow(() -> new Ambiguous("a list without a total", null));
        return page(new RowReader(kind), data, total);
    }

    /** The single type that was asked for by its id. */
    static TypePayload type(Kind kind, long id, RestResponse<byte[]> response) {
        RowReader.Row row = new RowReader(kind).read(envelope(response).path("data"));
        return switch (row) {
            case RowReader.Readable(TypePayload payload) when payload.id() == id -> payload;
            case RowReader.Readable _ -> throw new Ambiguous("another type than the one asked for", null);
            case RowReader.Unreadable(UnreadableRow unreadable) -> throw new Ambiguous(unreadable.reason(), null);
        };
    }

    private static TypePage page(RowReader reader, JsonNode data, long total) {
        List<TypePayload> rows = new ArrayList<>(data.size());
        List<UnreadableRow> unreadable = new ArrayList<>();
        for (JsonNode raw : data) {
            switch (new RowBytes(((BinaryNode) raw).binaryValue()).read(reader)) {
                case RowReader.Readable(TypePayload payload) -> rows.add(payload);
                case RowReader.Unreadable(UnreadableRow row) -> unreadable.add(row);
            }
        }
        return new TypePage(rows, unreadable, total);
    }

    private static JsonNode envelope(RestResponse<byte[]> response) {
        JsonNode body = json(response);
        int status = response.getStatus();
        String message = body.path("meta").path("message").asText("no message");
        if (status == TOO_MANY_REQUESTS || (status == 403 && body.isMissingNode())) {
            // A 403 without an envelope is the network in front of Altegio refusing the volume, not missing rights.
            String after = response.getHeaderString("Retry-After");
            throw new Throttled(RetryAfter.read(after, response.getHeaderString("Date"), message), message);
        }
        if (body.path("success").asBoolean() && status >= 200 && status < 300) {
            return body;
        }
        if (status >= 400 && status < 500 && body.has("success")) {
            throw new Rejected(reason(status), message);
        }
        throw new Ambiguous("status " + status + ": " + message, null);
    }

    private static Reason reason(int status) {
        return switch (status) {
            case 401 -> Reason.CREDENTIAL;
            case 402, 403 -> Reason.FORBIDDEN;
            case 404 -> Reason.NOT_FOUND;
            default -> Reason.INVALID;
        };
    }

    /** The client reads a successful body as it was asked to, and leaves any other as a stream of what it has in memory. */
    private static JsonNode json(RestResponse<?> response) {
        try {
            return switch (response.getEntity()) {
                case byte[] body -> Envelope.read(body);
                case InputStream body -> Envelope.read(body.readAllBytes());
                case null, default -> Json.MAPPER.missingNode();
            };
        } catch (IOException | NumberFormatException notJson) {
            // Exponents beyond an int: BigDecimal refuses them with an exception of its own.
            return Json.MAPPER.missingNode();
        }
    }
}
