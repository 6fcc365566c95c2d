package io.loyaltymirror.upstream;

/** The request did not leave: the database that keeps the rate budget gave no permit. */
final class NoBudgetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoBudgetException(Throwable cause) {
        super("the rate budget cannot be asked", cause, false, false);
    }
}
