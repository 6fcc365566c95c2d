package io.loyaltymirror.api.mirror;

import io.loyaltymirror.api.Refusal;
import java.util.List;
import java.util.Map;

/** Why an operator does something, in his words, for those who ask later. */
final class Reasons {

    /** Characters. */
    static final int MAX = 500;

    private Reasons() {}

    /**
     * The reason without white space around it.
     *
     * @throws Refusal 400 where it says nothing, is too long or cannot be stored
     */
    static String checked(String reason) {
        if (reason == null || reason.isBlank()) {
            throw wrong("must be a text that is not blank");
        }
        if (reason.codePointCount(0, reason.length()) > MAX) {
            throw wrong("must have at most " + MAX + " characters");
        }
        if (reason.codePoints().anyMatch(Reasons::isNoCharacter)) {
            throw wrong("must have neither U+0000 nor half of a surrogate pair");
        }
        return reason.strip();
    }

    /** PostgreSQL has no place for these in a text. */
    private static boolean isNoCharacter(int point) {
        return point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    private static Refusal wrong(String message) {
        return Refusal.badRequest(Map.of("reason", List.of(message)));
    }
}
