package io.loyaltymirror.api.mirror;

import io.loyaltymirror.api.Refusal;
import io.loyaltymirror.mirror.Cursor;
import java.util.List;
import java.util.Map;

/** Reads the places in a chain's changes that callers name. */
final class Cursors {

    private Cursors() {}

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
