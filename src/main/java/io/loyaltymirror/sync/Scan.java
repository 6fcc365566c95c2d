package io.loyaltymirror.sync;

import java.util.List;

/** What reading all views of a kind to their ends amounts to. */
sealed interface Scan {

    /** How many rows upstream sent. */
    int fetched();

    /** How many of them could not be read. */
    int unreadable();

    /** How many pages were read. */
    int pages();

    /**
     * Everything was seen.
     *
     * @param totals how many rows each view has
     */
    record Complete(int fetched, int unreadable, int pages, List<Long> totals) implements Scan {

        boolean isEmpty() {
            return totals.stream().allMatch(total -> total == 0);
        }
    }

    /**
     * Not everything was seen, as far as anybody can tell: absence of a row means nothing.
     *
     * @param moved whether the list moved while it was read, so that another reading may do better
     */
    record Torn(int fetched, int unreadable, int pages, String reason, boolean moved) implements Scan {}
}
