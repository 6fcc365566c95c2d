package io.loyaltymirror.mirror;

import io.loyaltymirror.upstream.TypePayload;
import java.time.Instant;
import java.util.List;

/**
 * What upstream showed.
 *
 * @param at a moment of the database's clock not after the first of the rows was asked for
 * @param rows each id once
 */
public record Observation(Instant at, List<TypePayload> rows) {}
