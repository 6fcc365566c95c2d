package io.loyaltymirror.upstream;

import java.time.Instant;

/**
 * A single type that upstream answered by its id.
 *
 * @param at its stamp, as in {@link TypePage}
 */
public record SeenType(TypePayload type, Instant at) {}
