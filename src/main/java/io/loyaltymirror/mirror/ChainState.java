package io.loyaltymirror.mirror;

import java.time.Instant;
import java.util.List;

/**
 * A chain and what is known of its kinds, of one instant.
 *
 * @param syncEveryS its own interval in seconds; null for the configured one
 * @param generation epoch and number, as in the header {@code Mirror-Generation}
 * @param leaseOwner the process that reads the chain; null where none does
 * @param leaseUntil when another may take it over
 */
public record ChainState(
        long id,
        String title,
        boolean enabled,
        Integer syncEveryS,
        String generation,
        String leaseOwner,
        Instant leaseUntil,
        List<KindState> kinds) {

    /**
     * One kind of its types.
     *
     * @param asOf begin of the newest complete scan; null where there was none yet
     * @param ageS seconds since then, by the database's clock; null likewise
     * @param failures failed runs since the last complete one
     * @param lastRun the newest that is closed; null where there was none yet
     * @param hold null where nothing is held
     * @param suspects types that are suspected to be gone, and served on
     */
    public record KindState(
            String kind,
            Instant asOf,
            Long ageS,
            Instant nextDueAt,
            int failures,
            LastRun lastRun,
            OpenHold hold,
            long suspects) {}

    /** What a run came to. */
    public record LastRun(long id, String outcome, String reason, Instant finishedAt) {}

    /**
     * Types that wait for being seen again or for a release.
     *
     * @param runId the run that opened it
     * @param types how many
     */
    public record OpenHold(long runId, int types, Instant openedAt) {}
}
