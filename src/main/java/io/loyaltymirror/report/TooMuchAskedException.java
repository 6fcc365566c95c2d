package io.loyaltymirror.report;

/** The answer took longer than a report may. */
public final class TooMuchAskedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooMuchAskedException(Throwable cause) {
        super("The report took too long", cause);
    }
}
