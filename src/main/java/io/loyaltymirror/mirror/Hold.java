package io.loyaltymirror.mirror;

import java.time.Instant;
import java.util.List;

/**
 * Types of a chain's kind that went absent too many at once, see {@link Holds}.
 *
 * @param runId the run that opened it
 * @param types how many are still held
 * @param ids the first of them, by id, at most {@link #MAX_IDS}
 * @param releasedBy the name of the caller's key; null where it was not released
 * @param reason the caller's
 * @param closedAt when all were seen again, or the release had run out; null before
 */
public record Hold(
        long id,
        long chainId,
        String kind,
        long runId,
        int types,
        List<Long> ids,
        Instant openedAt,
        Instant releasedAt,
        String releasedBy,
        String reason,
        Instant closedAt) {

    /** Enough to look at; a chain may lose thousands. */
    static final int MAX_IDS = 100;
}
