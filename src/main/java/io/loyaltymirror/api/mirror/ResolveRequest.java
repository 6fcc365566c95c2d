package io.loyaltymirror.api.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loyaltymirror.api.Refusal;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a person decides of a change, and why.
 *
 * @param decision {@code adopted}: it was done; {@code absent}: it was not
 * @param typeId of a create that was done, the type that it made
 */
@Schema(requiredProperties = {"decision", "reason"})
record ResolveRequest(
        @Schema(enumeration = {"adopted", "absent"}) String decision,
        @Schema(implementation = Long.class) OptionalLong typeId,

        @Schema(minLength = 1, maxLength = Reasons.MAX) String reason) {

    boolean isAdopted() {
        return decision.equals("adopted");
    }

    /** @throws Refusal 400 or 413 that says what is wrong */
    static ResolveRequest read(String body, ObjectMapper mapper) {
        JsonNode request = JsonBody.read(body, 1, mapper);
        String reason = JsonBody.reason(request);
        String decision = request.path("decision").asText();
        if (!List.of("adopted", "absent").contains(decision)) {
            throw Refusal.badRequest(Map.of("decision", List.of("must be adopted or absent")));
        }
        return new ResolveRequest(decision, typeId(request.path("type_id")), reason);
    }

    private static OptionalLong typeId(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return OptionalLong.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() <= 0) {
            throw Refusal.badRequest(Map.of("type_id", List.of("must be an id")));
        }
        return OptionalLong.of(value.longValue());
    }
}
