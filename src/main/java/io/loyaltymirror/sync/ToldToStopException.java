package io.loyaltymirror.sync;

/** The process was told to stop: it begins nothing any more, and reads nothing to its end. */
public final class ToldToStopException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ToldToStopException() {
        super("the process was told to stop", null, false, false);
    }
}
