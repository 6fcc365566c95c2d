package io.loyaltymirror.api.mirror;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.api.ErrorForm;
import io.loyaltymirror.api.Refusal;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;

/** The form of every error outside the data plane: {@code application/problem+json}, RFC 9457. */
@Singleton
class Problems implements ErrorForm {

    private final ObjectMapper mapper;

    Problems(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public String prefix() {
        return "/";
    }

    @Override
    public String contentType() {
        return "application/problem+json";
    }

    @Override
    public byte[] body(Refusal refusal) {
        Response.Status status = Response.Status.fromStatusCode(refusal.status());
        ObjectNode problem = mapper.createObjectNode()
                .put("type", "about:blank")
                .put("title", status == null ? "Refused" : status.getReasonPhrase())
                .put("status", refusal.status())
                .put("detail", refusal.getMessage());
        if (!refusal.errors().isEmpty()) {
            problem.set("errors", mapper.valueToTree(refusal.errors()));
        }
        try {
            return mapper.writeValueAsBytes(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always written", e);
        }
    }
}
