package io.loyaltymirror.api.mirror;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loyaltymirror.api.Refusal;

/**
 * Reads what an operator sends. By hand: the framework's reader would take a number for a text, and would not name the field
 * that is wrong.
 */
final class JsonBody {

    /** A text of 500 characters, each of which may be spelt as two escapes of six; and all else that there is. */
    private static final int A_TEXT = 12 * Reasons.MAX + 100;

    private JsonBody() {}

    /**
     * The tree of it.
     *
     * @param texts how many texts of 500 characters it may hold
     * @throws Refusal 400 or 413 that says what is wrong
     */
    static JsonNode read(String body, int texts, ObjectMapper mapper) {
        if (body.length() > texts * A_TEXT) {
            throw Refusal.of(413, "The body is longer than what can be said");
        }
        try {
            return mapper.reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(body);
        } catch (JsonProcessingException _) {
            throw Refusal.of(400, "The body is not JSON");
        }
    }

    /** @throws Refusal 400 where the reason is none */
    static String reason(JsonNode body) {
        JsonNode reason = body.path("reason");
        return Reasons.checked(reason.isTextual() ? reason.asText() : null);
    }
}
