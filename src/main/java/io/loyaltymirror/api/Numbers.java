package io.loyaltymirror.api;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Reads the numbers in query parameters; the framework itself would answer 404 to one that is none. */
public final class Numbers {

    private Numbers() {}

    /** The whole number of 64 bits that a text spells in decimal digits, if it does. */
    public static OptionalLong whole(String text) {
        try {
            return text.startsWith("+") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException none) {
            return OptionalLong.empty();
        }
    }

    /** @throws Refusal 400 that names the parameter */
    public static OptionalLong read(String name, String value, long least, long most) {
        if (value == null) {
            return OptionalLong.empty();
        }
        OptionalLong number = whole(value);
        if (number.isPresent() && number.getAsLong() >= least && number.getAsLong() <= most) {
            return number;
        }
        String range = most == Long.MAX_VALUE ? least + " or more" : "between " + least + " and " + most;
        throw Refusal.badRequest(Map.of(name, List.of("must be a whole number, " + range)));
    }
}
