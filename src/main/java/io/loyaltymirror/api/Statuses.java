package io.loyaltymirror.api;

/** What a status means, in words for the caller. */
final class Statuses {

    private Statuses() {}

    static String words(int status) {
        return switch (status) {
            case 400 -> "The request is not valid";
            case 401 -> "A key is needed: Authorization: Bearer <key>";
            case 403 -> "This key may not do that";
            case 404 -> "There is nothing here";
            case 405 -> "This cannot be done here";
            case 406 -> "Nothing is served in an accepted format";
            case 413 -> "The request is too large";
            case 415 -> "The request's format is not read here";
            default -> status < 500 ? "The request cannot be served" : "The request failed; the log says why";
        };
    }
}
