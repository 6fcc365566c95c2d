package io.loyaltymirror.mutation;

import io.loyaltymirror.upstream.TypePayload;
import java.util.Optional;

/**
 * What to do where upstream was asked for a change and did not surely say what became of it, by what it shows right after. Of
 * a create there is nothing to decide: it is never sent again.
 */
enum Repeat {
    /** It was done. */
    DONE,
    /** It was not done, and is safe to be sent again. */
    AGAIN,
    /** It is looked for later. */
    LATER;

    /** Of what may be repeated: a third answer that nobody understands comes from an upstream in trouble. */
    static final int TRIES = 3;

    /**
     * Sent again only while upstream shows what it showed before the first time. That decides first: what is compared with
     * the request are some fields, and those may have been so before.
     *
     * @param left how many times it may still be sent
     * @param isAnswered whether upstream said yes, and did not show the type
     */
    static Repeat ofUpdate(Entry entry, TypePayload now, String before, int left, boolean isAnswered) {
        boolean isAsBefore = now.definitionHash().equals(before);
        if (Effect.isShown(entry, now) && (isAnswered || !isAsBefore)) {
            return DONE;
        }
        return left > 0 && !isAnswered && isAsBefore ? AGAIN : LATER;
    }

    /** It carries the wanted state, so that repeating it is safe. */
    static Repeat ofArchive(Entry entry, TypePayload now, int left) {
        return Effect.isShown(entry, now) ? DONE : againWhile(left);
    }

    /** @param now empty where upstream has no such type */
    static Repeat ofDelete(Optional<TypePayload> now, int left) {
        return now.isEmpty() ? DONE : againWhile(left);
    }

    private static Repeat againWhile(int left) {
        return left > 0 ? AGAIN : LATER;
    }
}
