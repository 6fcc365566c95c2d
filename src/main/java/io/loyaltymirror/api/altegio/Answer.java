package io.loyaltymirror.api.altegio;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;

/**
 * What a read is answered with; its headers are told already. (No response of the framework: that one would look for a
 * writer and a type of content at each read, see {@code src/docs/profiles.md}.)
 *
 * @param response where it goes
 * @param body Altegio's envelope; null where the caller holds it
 */
@Schema(
        name = "Envelope",
        type = SchemaType.OBJECT,
        description = "Altegio's envelope",
        properties = {
            @SchemaProperty(name = "success", type = SchemaType.BOOLEAN),
            @SchemaProperty(name = "data", description = "A type, or an array of types"),
            @SchemaProperty(name = "meta", description = "total_count of a list; of a type an empty array")
        })
record Answer(
        @JsonIgnore HttpServerResponse response, @JsonIgnore Buffer body) {

    static final CharSequence JSON = HttpHeaders.createOptimized(MediaType.APPLICATION_JSON);

    void send() {
        if (body == null) {
            response.end();
        } else {
            response.headers().set(HttpHeaders.CONTENT_TYPE, JSON);
            response.end(body);
        }
    }
}
