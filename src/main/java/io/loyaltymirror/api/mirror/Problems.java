package io.loyaltymirror.api.mirror;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loyaltymirror.api.ErrorForm;
import io.loyaltymirror.api.Refusal;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;

/** The form of every error outside the data plane: {@code application/problem+json}. */
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
        String title = status == null ? "Refused" : status.getReasonPhrase();
        try {
            return mapper.writeValueAsBytes(
                    new Problem("about:blank", title, refusal.status(), refusal.getMessage(), refusal.errors()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem is always written", e);
        }
    }
}
