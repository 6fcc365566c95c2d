package io.loyaltymirror.sync;

import io.loyaltymirror.mirror.Published;
import io.loyaltymirror.sync.DeleteLadder.Steps;

/**
 * What a run came to. {@code fetched} is the sum of what became of the rows; a run that published nothing has none.
 *
 * @param reason why it did not complete, or what it withheld; null where it did and withheld nothing
 * @param gone types that were found to be gone
 * @param prevented types that are no longer listed and that upstream answered by id: false deletes, prevented
 * @param attempts how often the list was read
 */
record Account(
        Outcome outcome,
        String reason,
        int fetched,
        int fresh,
        int changed,
        int unchanged,
        int duplicate,
        int superseded,
        int quarantined,
        int gone,
        int prevented,
        int attempts,
        int requests) {

    private static final int MAX_REASON = 500;

    /**
     * Of a run that published what it saw.
     *
     * @param seen how many readable rows it saw, each id once
     * @param steps what absent types came to; none where the scan proves no absence
     */
    static Account published(
            Outcome outcome, String reason, Scan scan, int seen, Published rows, Steps steps, Effort effort) {
        return new Account(
                outcome,
                reason == null ? null : storable(reason),
                scan.fetched(),
                rows.fresh(),
                rows.changed(),
                rows.unchanged(),
                scan.fetched() - scan.unreadable() - seen,
                rows.superseded(),
                scan.unreadable() + rows.quarantined(),
                steps.gone().size(),
                steps.prevented(),
                effort.attempts(),
                effort.requests());
    }

    static Account ofNothing(Outcome outcome, String reason, Effort effort) {
        return new Account(outcome, storable(reason), 0, 0, 0, 0, 0, 0, 0, 0, 0, effort.attempts(), effort.requests());
    }

    /** What a run cost upstream. */
    record Effort(int attempts, int requests) {}

    /** Upstream's words are part of it: PostgreSQL refuses U+0000, and nobody reads a page of HTML here. */
    private static String storable(String reason) {
        String text = reason.replace('\0', ' ');
        return text.length() <= MAX_REASON ? text : text.substring(0, MAX_REASON);
    }

    /** The numbers, for the log. */
    String summary() {
        return ("fetched=%d new=%d changed=%d unchanged=%d duplicate=%d superseded=%d quarantined=%d gone=%d prevented=%d"
                        + " attempts=%d requests=%d")
                .formatted(
                        fetched,
                        fresh,
                        changed,
                        unchanged,
                        duplicate,
                        superseded,
                        quarantined,
                        gone,
                        prevented,
                        attempts,
                        requests);
    }
}
