package io.loyaltymirror.mirror;

/** The answer took longer than {@link BoundedReads} let it. */
public final class TooMuchAskedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooMuchAskedException(Throwable cause) {
        super("The answer took too long", cause);
    }
}
