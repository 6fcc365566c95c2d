package io.loyaltymirror.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import io.loyaltymirror.Kind;
import io.loyaltymirror.upstream.UpstreamFailure.Ambiguous;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What upstream's answer to a read means: the payload that was asked for, or an {@link UpstreamFailure}. An answer that
 * is not what it should be is a failure, never an empty page.
 */
final class Answer {

    private Answer() {}

    /** The page that a list answered. */
    static TypePage page(Kind kind, Received answer) {
        JsonNode envelope = answer.read();
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
        return page(new RowReader(kind), data, total, answer.at());
    }

    /** The single type that was asked for by its id. */
    static SeenType type(Kind kind, long id, Received answer) {
        RowReader.Row row = new RowReader(kind).read(answer.read().path("data"));
        return switch (row) {
            case RowReader.Readable(TypePayload payload) when payload.id() == id -> new SeenType(payload, answer.at());
            case RowReader.Readable _ -> throw new Ambiguous("another type than the one asked for", null);
            case RowReader.Unreadable(UnreadableRow unreadable) -> throw new Ambiguous(unreadable.reason(), null);
        };
    }

    private static TypePage page(RowReader reader, JsonNode data, long total, Instant at) {
        List<TypePayload> rows = new ArrayList<>(data.size());
        List<UnreadableRow> unreadable = new ArrayList<>();
        for (JsonNode raw : data) {
            switch (new RowBytes(((BinaryNode) raw).binaryValue()).read(reader)) {
                case RowReader.Readable(TypePayload payload) -> rows.add(payload);
                case RowReader.Unreadable(UnreadableRow row) -> unreadable.add(row);
            }
        }
        return new TypePage(rows, unreadable, total, at);
    }
}
