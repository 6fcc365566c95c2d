package io.loyaltymirror.api.mirror;

import io.loyaltymirror.api.Refusal;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Reads the number in a query parameter; the framework itself would answer 404 to one that is none. */
final class Numbers {

    private static final int MAX_DIGITS = 18;

    private Numbers() {}

    /** @throws Refusal 400 that names the parameter */
    static OptionalLong read(String name, String value, long least, long most) {
        if (value == null) {
            return OptionalLong.empty();
        }
        if (value.matches("\\d{1," + MAX_DIGITS + "}")) {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return OptionalLong.of(number);
            }
        }
        String range = most == Long.MAX_VALUE ? least + " or more" : "between " + least + " and " + most;
        throw Refusal.badRequest(Map.of(name, List.of("must be a whole number, " + range)));
    }
}
