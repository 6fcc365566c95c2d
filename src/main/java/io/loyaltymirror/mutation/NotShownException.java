package io.loyaltymirror.mutation;

/** Upstream answered that it did it, and does not show it: nobody knows what became of it. */
final class NotShownException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotShownException() {
        super("upstream said yes and does not show it", null, false, false);
    }
}
