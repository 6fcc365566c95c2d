package io.loyaltymirror.upstream;

/** Who waits for a permit. */
enum Traffic {
    /** Somebody's request waits for it: goes first, and a part of each minute is kept for it. */
    INTERACTIVE,
    /** The mirror's own reading. */
    SCAN
}
