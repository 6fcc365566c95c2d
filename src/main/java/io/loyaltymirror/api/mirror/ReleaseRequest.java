package io.loyaltymirror.api.mirror;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loyaltymirror.api.Refusal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Why somebody releases a hold. Read by hand: the framework's reader would take a number for a text, and would not name
 * the field that is wrong.
 *
 * @param reason for those who ask later
 */
@Schema(requiredProperties = "reason")
record ReleaseRequest(
        @Schema(minLength = 1, maxLength = Reasons.MAX) String reason) {

    /** Each character of the reason may be spelt as two escapes of six. */
    private static final int MAX_BODY = 12 * Reasons.MAX + 100;

    /** @throws Refusal 400 or 413 that says what is wrong */
    static ReleaseRequest read(String body, ObjectMapper mapper) {
        if (body.length() > MAX_BODY) {
            throw Refusal.of(413, "The body is longer than a reason can be");
        }
        JsonNode reason = tree(body, mapper).path("reason");
        return new ReleaseRequest(Reasons.checked(reason.isTextual() ? reason.asText() : null));
    }

    private static JsonNode tree(String body, ObjectMapper mapper) {
        try {
            return mapper.reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(body);
        } catch (JsonProcessingException _) {
            throw Refusal.of(400, "The body is not JSON");
        }
    }
}
