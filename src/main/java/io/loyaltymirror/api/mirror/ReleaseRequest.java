package io.loyaltymirror.api.mirror;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.loyaltymirror.api.Refusal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Why somebody releases a hold.
 *
 * @param reason for those who ask later
 */
@Schema(requiredProperties = "reason")
record ReleaseRequest(
        @Schema(minLength = 1, maxLength = Reasons.MAX) String reason) {

    /** @throws Refusal 400 or 413 that says what is wrong */
    static ReleaseRequest read(String body, ObjectMapper mapper) {
        return new ReleaseRequest(JsonBody.reason(JsonBody.read(body, 1, mapper)));
    }
}
