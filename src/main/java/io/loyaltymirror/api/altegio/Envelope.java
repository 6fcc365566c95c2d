package io.loyaltymirror.api.altegio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.api.ErrorForm;
import io.loyaltymirror.api.Refusal;
import io.loyaltymirror.mirror.TypeList;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;

/** Altegio's envelope around everything: {@code success}, {@code data}, {@code meta}. */
@Singleton
class Envelope implements ErrorForm {

    static final String PREFIX = "/api/v1";

    private final ObjectMapper mapper;

    Envelope(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** A list: meta is an object with the number of all matching rows. */
    static byte[] list(TypeList list) {
        StringBuilder json = new StringBuilder(1024).append("{\"success\":true,\"data\":[");
        String comma = "";
        for (String body : list.bodies()) {
            json.append(comma).append(body);
            comma = ",";
        }
        json.append("],\"meta\":{\"total_count\":").append(list.total()).append("}}");
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A single type: meta is an empty array, as Altegio has it. */
    static byte[] single(String body) {
        return ("{\"success\":true,\"data\":" + body + ",\"meta\":[]}").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String prefix() {
        return PREFIX;
    }

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public byte[] body(Refusal refusal) {
        ObjectNode envelope = mapper.createObjectNode().put("success", false).putNull("data");
        ObjectNode meta = envelope.putObject("meta").put("message", refusal.getMessage());
        if (!refusal.errors().isEmpty()) {
            meta.set("errors", mapper.valueToTree(refusal.errors()));
        }
        try {
            return mapper.writeValueAsBytes(envelope);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always written", e);
        }
    }
}
