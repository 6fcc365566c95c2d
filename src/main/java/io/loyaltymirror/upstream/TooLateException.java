package io.loyaltymirror.upstream;

/** The request did not leave: the time by which it had to was over. */
final class TooLateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooLateException() {
        super("the time to leave was over", null, false, false);
    }
}
