package io.loyaltymirror.sync;

/** How a run ended. */
enum Outcome {
    /** Everything was seen and published. */
    COMPLETE,
    /** What was seen does not prove itself complete; the reason says why. */
    PARTIAL,
    /** Upstream or the database failed; nothing was published. */
    FAILED,
    /** Somebody else claimed the chain meanwhile; nothing was published. */
    FENCED
}
