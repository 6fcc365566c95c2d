package io.loyaltymirror.api.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loyaltymirror.api.Refusal;
import io.loyaltymirror.mirror.ChainRegistry.Wish;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a chain is to be, in an operator's words; a field that is absent stays as it is.
 *
 * @param title null or empty: none
 * @param enabled false: not read any more, and served on
 * @param syncEveryS seconds between two runs; null: {@code mirror.sync.every}
 * @param reason for those who ask later
 */
@Schema(requiredProperties = "reason")
record ChainRequest(
        @Schema(maxLength = ChainRequest.MAX_TITLE, nullable = true)
        Optional<String> title,

        Optional<Boolean> enabled,

        @Schema(minimum = "1", maximum = "604800", nullable = true)
        Optional<Integer> syncEveryS,

        @Schema(minLength = 1, maxLength = Reasons.MAX) String reason) {

    static final int MAX_TITLE = 500;

    /** Whoever reads a chain more seldom than once a week has no mirror of it. */
    private static final int MOST_SECONDS = 7 * 24 * 3600;

    private static final Set<String> FIELDS = Set.of("title", "enabled", "sync_every_s", "reason");

    /** @throws Refusal 400 or 413 that says what is wrong */
    static ChainRequest read(String text, ObjectMapper mapper) {
        JsonNode body = JsonBody.read(text, 2, mapper);
        body.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                throw wrong(field, "is not known; there are title, enabled, sync_every_s and reason");
            }
        });
        return new ChainRequest(
                title(body.path("title")),
                enabled(body.path("enabled")),
                seconds(body.path("sync_every_s")),
                JsonBody.reason(body));
    }

    private static Optional<String> title(JsonNode title) {
        if (title.isMissingNode()) {
            return Optional.empty();
        }
        if (title.isNull()) {
            return Optional.of("");
        }
        if (!title.isTextual()) {
            throw wrong("title", "must be a text or null");
        }
        return Optional.of(title.asText().isBlank() ? "" : Texts.checked("title", title.asText(), MAX_TITLE));
    }

    private static Optional<Boolean> enabled(JsonNode enabled) {
        if (!enabled.isMissingNode() && !enabled.isBoolean()) {
            throw wrong("enabled", "must be true or false");
        }
        return enabled.isMissingNode() ? Optional.empty() : Optional.of(enabled.booleanValue());
    }

    private static Optional<Integer> seconds(JsonNode seconds) {
        if (seconds.isMissingNode()) {
            return Optional.empty();
        }
        if (seconds.isNull()) {
            return Optional.of(0);
        }
        if (!seconds.isInt() || seconds.intValue() < 1 || seconds.intValue() > MOST_SECONDS) {
            throw wrong("sync_every_s", "must be null or a whole number, between 1 and " + MOST_SECONDS);
        }
        return Optional.of(seconds.intValue());
    }

    private static Refusal wrong(String field, String message) {
        return Refusal.badRequest(Map.of(field, List.of(message)));
    }

    Wish wish() {
        return new Wish(title, enabled, syncEveryS);
    }

    /** What is asked for, for those who read the audit. */
    @Override
    public String toString() {
        StringBuilder words = new StringBuilder();
        title.ifPresent(text -> words.append(" title=\"").append(text).append('"'));
        enabled.ifPresent(is -> words.append(" enabled=").append(is));
        syncEveryS.ifPresent(seconds -> words.append(" sync_every_s=").append(seconds == 0 ? "null" : seconds));
        return words.toString();
    }
}
