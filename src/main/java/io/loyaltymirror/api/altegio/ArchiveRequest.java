package io.loyaltymirror.api.altegio;

import com.fasterxml.jackson.databind.JsonNode;
import io.loyaltymirror.api.Refusal;
import io.loyaltymirror.upstream.RequestJson;
import java.util.List;
import java.util.Map;

/** The body that archives a membership type or brings it back. */
final class ArchiveRequest {

    private ArchiveRequest() {}

    /** @throws Refusal 400 that names the field */
    static boolean read(byte[] body) {
        JsonNode wanted = RequestJson.object(body)
                .orElseThrow(() -> Refusal.of(400, "The body is not a JSON object, or one with a field twice"))
                .path("is_archived");
        if (!wanted.isBoolean()) {
            throw Refusal.badRequest(Map.of("is_archived", List.of("must be true or false")));
        }
        return wanted.booleanValue();
    }
}
