package io.loyaltymirror.api.mirror;

import io.loyaltymirror.api.Refusal;

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
        return Texts.checked("reason", reason, MAX);
    }
}
