package io.loyaltymirror.mirror;

import java.time.Instant;

/**
 * A row that a scan saw.
 *
 * @param contentHash as in {@link io.loyaltymirror.upstream.TypePayload}
 * @param at a moment of the database's clock not after it was asked for
 */
record Sighting(long id, String contentHash, Instant at) {}
