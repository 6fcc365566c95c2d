package io.loyaltymirror.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.resteasy.reactive.RestResponse;

/** What upstream says when it refuses: its words without any secret of ours, and when to come again. */
@ApplicationScoped
class Refusals {

    /** They go into rows and logs, and PostgreSQL has no place for U+0000. */
    private static final int MOST_WORDS = 2_000;

    private final Secrets secrets;
    private final RetryAfter retryAfter;

    Refusals(Secrets secrets, UpstreamConfig config) {
        this.secrets = secrets;
        this.retryAfter =
                new RetryAfter(config.retry().throttledLeast(), config.retry().throttledMost());
    }

    /** Upstream's message is generic; the cause is often in its errors. */
    String words(JsonNode envelope) {
        JsonNode meta = envelope.path("meta");
        String message = meta.path("message").asText("no message");
        JsonNode errors = meta.path("errors");
        String words = secrets.redact(errors.isEmpty() ? message : message + " " + errors);
        return words.substring(0, Math.min(words.length(), MOST_WORDS)).replace("\0", "");
    }

    /** What stands beside {@code success: false}; null where that is no object. */
    String meta(JsonNode envelope) {
        JsonNode meta = envelope.path("meta");
        return meta.isObject() ? secrets.redact(meta.toString()) : null;
    }

    /** How long upstream wants to be left alone. */
    Duration wait(RestResponse<?> response, String words) {
        return retryAfter.read(response.getHeaderString("Retry-After"), response.getHeaderString("Date"), words);
    }
}
