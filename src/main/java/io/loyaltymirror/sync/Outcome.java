package io.loyaltymirror.sync;

/** How a run ended. */
enum Outcome {
    /** Everything was seen and published. */
    COMPLETE,
    /** What was seen does not prove itself complete, and the reason says why: it was published, and nothing is gone. */
    PARTIAL,
    /** Everything was seen and published, but too many types were absent at once: those stay. */
    HELD,
    /** Upstream or the database failed; nothing was published. */
    FAILED,
    /** Somebody else claimed the chain meanwhile; nothing was published. */
    FENCED
}
