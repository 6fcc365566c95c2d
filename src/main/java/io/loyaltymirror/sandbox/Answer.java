package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * What a request is answered: a status and, unless it is null, a JSON body. Altegio's bodies are envelopes, whose meta
 * is an object on lists and errors and an empty array on all else.
 */
record Answer(int status, JsonNode body) {

    static Answer ok(JsonNode data) {
        return new Answer(200, envelope(true, data, Json.array()));
    }

    static Answer created(JsonNode data) {
        return new Answer(201, envelope(true, data, Json.array()));
    }

    static Answer noContent() {
        return new Answer(204, null);
    }

    static Answer list(ArrayNode data, ObjectNode total) {
        return new Answer(200, envelope(true, data, total));
    }

    static Answer refusal(int status, String message) {
        return refusal(status, message, Map.of());
    }

    static Answer refusal(int status, String message, Map<String, List<String>> errors) {
        var meta = Json.object().put("message", message);
        meta.set("errors", Json.MAPPER.valueToTree(errors));
        return new Answer(status, envelope(false, Json.MAPPER.nullNode(), meta));
    }

    /** An answer of the control door, which has no envelope. */
    static Answer plain(int status, JsonNode body) {
        return new Answer(status, body);
    }

    static Answer plainError(int status, String message) {
        return new Answer(status, Json.object().put("error", message));
    }

    /** The same with fewer fields, if the data is a single row. */
    Answer without(List<String> fields) {
        if (fields.isEmpty() || status >= 400 || !(body != null && body.get("data") instanceof ObjectNode row)) {
            return this;
        }
        return new Answer(status, envelope(true, row.deepCopy().remove(fields), body.get("meta")));
    }

    /** The same, or the envelope of nothing in place of no body. */
    Answer withBody() {
        return body == null ? ok(Json.MAPPER.nullNode()) : this;
    }

    private static ObjectNode envelope(boolean success, JsonNode data, JsonNode meta) {
        var envelope = Json.object().put("success", success);
        envelope.set("data", data);
        envelope.set("meta", meta);
        return envelope;
    }
}
