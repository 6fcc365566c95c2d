package io.loyaltymirror.upstream;

import io.loyaltymirror.harness.Configured;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jboss.resteasy.reactive.RestResponse;

/** Upstream's answers as the client hands them over: a successful body as bytes, any other as a stream. */
final class Responses {

    private Responses() {}

    /** As the service would take it, with the defaults of its configuration. */
    static Received received(RestResponse<?> response) {
        UpstreamConfig config = Configured.as(
                UpstreamConfig.class,
                Map.of("mirror.upstream.partner-token", "partner", "mirror.upstream.user-token", "user"));
        return Received.of(response, new Refusals(new Secrets(config), config), null);
    }

    static RestResponse<byte[]> ok(String body) {
        return answer(200, body);
    }

    static RestResponse<byte[]> ok(byte[] body) {
        return build(200, body, null);
    }

    static RestResponse<byte[]> answer(int status, String body) {
        return answer(status, body, null);
    }

    static RestResponse<byte[]> answer(int status, String body, String retryAfter) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Object entity = status >= 200 && status < 300 ? bytes : new ByteArrayInputStream(bytes);
        return build(status, entity, retryAfter);
    }

    static RestResponse<byte[]> withoutBody(int status) {
        return build(status, null, null);
    }

    /** A file beside this class. */
    static String resource(String name) {
        try (InputStream file = Responses.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The client does not keep to the declared type either. */
    @SuppressWarnings("unchecked")
    private static RestResponse<byte[]> build(int status, Object entity, String retryAfter) {
        RestResponse<?> response = RestResponse.ResponseBuilder.create(RestResponse.Status.OK, entity)
                .status(status)
                .header("Retry-After", retryAfter)
                .build();
        return (RestResponse<byte[]>) response;
    }
}
