package io.loyaltymirror.upstream;

/** What an exchange with upstream meant. */
enum Meaning {
    OK,
    /** Refused: our credential is not accepted. */
    CREDENTIAL,
    /** Refused: the credential is good, but not for this. */
    FORBIDDEN,
    /** Refused: there is no such thing. */
    NOT_FOUND,
    /** Refused: the request itself is wrong. */
    INVALID,
    /** Refused for the volume of requests; not executed. */
    THROTTLED,
    /** Nothing left. */
    NOT_SENT,
    /** It may have been executed; nobody knows. */
    AMBIGUOUS
}
