package io.loyaltymirror.api.mirror;

import io.loyaltymirror.Kind;
import io.loyaltymirror.api.Refusal;
import java.util.List;
import java.util.Map;

/** Reads which kinds a request is about. */
final class Kinds {

    private Kinds() {}

    /**
     * The kind of this word; every kind, in their order, where there is no word.
     *
     * @throws Refusal 400 where there is no such kind
     */
    static List<Kind> read(String word) {
        return word == null
                ? List.of(Kind.values())
                : Kind.of(word)
                        .map(List::of)
                        .orElseThrow(() -> Refusal.badRequest(
                                Map.of("kind", List.of("must be certificate_type or membership_type"))));
    }
}
