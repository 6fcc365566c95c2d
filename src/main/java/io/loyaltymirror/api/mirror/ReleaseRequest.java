package io.loyaltymirror.api.mirror;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loyaltymirror.api.Refusal;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Why somebody releases a hold. Read by hand: the framework's reader would take a number for a text, and would not name
 * the field that is wrong.
 *
 * @param reason for those who ask later
 */
@Schema(requiredProperties = "reason")
record ReleaseRequest(
        @Schema(minLength = 1, maxLength = MAX_REASON) String reason) {

    static final int MAX_REASON = 500;

    /** Each character of the reason may be spelt as two escapes of six. */
    private static final int MAX_BODY = 12 * MAX_REASON + 100;

    /** @throws Refusal 400 or 413 that says what is wrong */
    static ReleaseRequest read(String body, ObjectMapper mapper) {
        if (body.length() > MAX_BODY) {
            throw Refusal.of(413, "The body is longer than a reason can be");
        }
        JsonNode reason = tree(body, mapper).path("reason");
        if (!reason.isTextual() || reason.asText().isBlank()) {
            throw wrong("must be a text that is not blank");
        }
        String text = reason.asText();
        if (text.codePointCount(0, text.length()) > MAX_REASON) {
            throw wrong("must have at most " + MAX_REASON + " characters");
        }
        if (text.codePoints().anyMatch(ReleaseRequest::isNoCharacter)) {
            throw wrong("must have neither U+0000 nor half of a surrogate pair");
        }
        return new ReleaseRequest(text.strip());
    }

    private static JsonNode tree(String body, ObjectMapper mapper) {
        try {
            return mapper.reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(body);
        } catch (JsonProcessingException _) {
            throw Refusal.of(400, "The body is not JSON");
        }
    }

    /** PostgreSQL has no place for these in a text. */
    private static boolean isNoCharacter(int point) {
        return point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    private static Refusal wrong(String message) {
        return Refusal.badRequest(Map.of("reason", List.of(message)));
    }
}
