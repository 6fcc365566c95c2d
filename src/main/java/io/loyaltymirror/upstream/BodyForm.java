package io.loyaltymirror.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/** What the body of an answer is. Its content type is not asked: upstream's is not always right, the envelope is. */
enum BodyForm {
    /** Altegio's envelope with {@code success: true}. */
    SUCCESS,
    /** Altegio's envelope with {@code success: false}. */
    REFUSAL,
    /** The same, in words about the rate limit: seen with status 200 too. */
    THROTTLE,
    /** A page for people: from what stands before Altegio, not from its API. */
    HTML,
    EMPTY,
    /** Cut, unreadable, or JSON that is no envelope. */
    OTHER;

    private static final Pattern THROTTLE_WORDS = Pattern.compile(
            "too many requests|rate.?limit|request limit|через \\d+ сек|слишком много запросов|превышен лимит",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /**
     * @param json the body as a tree, missing where it is no JSON
     * @param first its first character that is no white space, 0 where there is none
     */
    static BodyForm of(JsonNode json, int first) {
        if (json.isMissingNode()) {
            return switch (first) {
                case 0 -> EMPTY;
                case '<' -> HTML;
                default -> OTHER;
            };
        }
        return switch (json.path("success").asText()) {
            case "true", "1" -> SUCCESS;
            case "false", "0" -> isAboutVolume(json) ? THROTTLE : REFUSAL;
            default -> OTHER;
        };
    }

    private static boolean isAboutVolume(JsonNode envelope) {
        return THROTTLE_WORDS
                .matcher(envelope.path("meta").path("message").asText())
                .find();
    }
}
