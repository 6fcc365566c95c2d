package io.loyaltymirror.upstream;

/** The request did not leave: by the time that it had a connection its permit was too old. It waits for another. */
final class StalePermitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StalePermitException() {
        super("the permit was too old", null, false, false);
    }

    static boolean isReason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StalePermitException) {
                return true;
            }
        }
        return false;
    }
}
