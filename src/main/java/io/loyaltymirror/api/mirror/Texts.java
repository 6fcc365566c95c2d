package io.loyaltymirror.api.mirror;

import io.loyaltymirror.api.Refusal;
import java.util.List;
import java.util.Map;

/** Texts that an operator sends and that are kept. */
final class Texts {

    private Texts() {}

    /**
     * The text without white space around it.
     *
     * @param field the name of what is read, for the refusal
     * @param most characters
     * @throws Refusal 400 where it says nothing, is too long or cannot be stored
     */
    static String checked(String field, String text, int most) {
        if (text == null || text.isBlank()) {
            throw wrong(field, "must be a text that is not blank");
        }
        if (text.codePointCount(0, text.length()) > most) {
            throw wrong(field, "must have at most " + most + " characters");
        }
        if (text.codePoints().anyMatch(Texts::isNoCharacter)) {
            throw wrong(field, "must have neither U+0000 nor half of a surrogate pair");
        }
        return text.strip();
    }

    /** PostgreSQL has no place for these in a text. */
    private static boolean isNoCharacter(int point) {
        return point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    private static Refusal wrong(String field, String message) {
        return Refusal.badRequest(Map.of(field, List.of(message)));
    }
}
