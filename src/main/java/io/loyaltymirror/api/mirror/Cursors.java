package io.loyaltymirror.api.mirror;

import io.loyaltymirror.api.Numbers;
import io.loyaltymirror.api.Refusal;
import io.loyaltymirror.mirror.Cursor;
import java.util.List;
import java.util.Map;

/** Reads the places in a chain's changes that callers name, and how much of them they want. */
final class Cursors {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

    private Cursors() {}

    /** @throws Refusal 400 where it is no number, or too large a one */
    static int limit(String limit) {
        return (int) Numbers.read("limit", limit, 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
    }

    /**
     * The place.
     *
     * @param name of the parameter or header, for the refusal
     * @throws Refusal 400 where the text is missing or no cursor
     */
    static Cursor read(String name, String text) {
        if (text == null) {
            throw wrong(name, "must be given: next of the answer before, or Mirror-Generation of a list");
        }
        return Cursor.of(text)
                .orElseThrow(() -> wrong(name, "must be a cursor such as 1.42:3, or a generation such as 1.42"));
    }

    private static Refusal wrong(String name, String message) {
        return Refusal.badRequest(Map.of(name, List.of(message)));
    }
}
