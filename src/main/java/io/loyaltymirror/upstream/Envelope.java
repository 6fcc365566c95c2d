package io.loyaltymirror.upstream;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.upstream.KnownFields.FieldType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * The envelope of an answer as a tree, with the rows of a list still in bytes: parsed as one tree, a single number
 * beyond Java's bounds would make its page unreadable at every scan, and so stop its chain for ever.
 */
final class Envelope {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final byte[] body;
    private final RawJson walk;
    private final ByteArrayOutputStream withoutRows = new ByteArrayOutputStream();
    private final ArrayNode rows = Json.MAPPER.createArrayNode();
    private int copied;

    private Envelope(byte[] body) throws IOException {
        this.body = body;
        this.walk = new RawJson(body);
    }

    /**
     * The tree, with one binary node for each row where {@code data} is an array; see {@link RowBytes}.
     *
     * @throws IOException where what surrounds the rows is not JSON
     */
    static JsonNode read(byte[] body) throws IOException {
        boolean marked = Arrays.mismatch(body, BYTE_ORDER_MARK) == BYTE_ORDER_MARK.length;
        byte[] unmarked = marked ? Arrays.copyOfRange(body, BYTE_ORDER_MARK.length, body.length) : body;
        return new Envelope(unmarked).read();
    }

    private JsonNode read() throws IOException {
        cutRows();
        copyUntil(body.length);
        JsonNode tree = Json.tree(withoutRows.toByteArray());
        if (tree instanceof ObjectNode envelope) {
            if (envelope.path("data").isArray()) {
                envelope.set("data", rows);
            }
            if (envelope.has("success")) {
                envelope.set("success", LenientField.read(FieldType.BOOLEAN, envelope.path("success")));
            }
        }
        return tree;
    }

    private void cutRows() throws IOException {
        if (walk.next() != JsonToken.START_OBJECT) {
            return;
        }
        while (walk.next() == JsonToken.FIELD_NAME) {
            boolean data = walk.name().equals("data");
            if (walk.next() == JsonToken.START_ARRAY && data) {
                takeRows();
            } else {
                walk.value();
            }
        }
    }

    private void takeRows() throws IOException {
        copyUntil(walk.end());
        rows.removeAll();
        while (walk.next() != JsonToken.END_ARRAY) {
            rows.add(walk.value().of(body));
        }
        copied = walk.end() - 1;
    }

    private void copyUntil(int end) {
        withoutRows.write(body, copied, end - copied);
        copied = end;
    }
}
