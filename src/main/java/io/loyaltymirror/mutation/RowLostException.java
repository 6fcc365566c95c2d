package io.loyaltymirror.mutation;

/** The row went its way without us: its time was over before anything left. */
final class RowLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RowLostException() {
        super("the time to send it was over", null, false, false);
    }
}
