package io.loyaltymirror.sync;

import io.loyaltymirror.upstream.TypePayload;
import io.loyaltymirror.upstream.UnreadableRow;
import java.util.List;

/** What reading all views of a kind to their ends amounts to. */
sealed interface Scan {

    /** How many rows upstream sent. */
    int fetched();

    /**
     * Everything was seen.
     *
     * @param rows each id once
     * @param duplicate how often an id was seen again in another view
     * @param totals how many rows each view has
     */
    record Complete(
            int fetched, List<TypePayload> rows, List<UnreadableRow> unreadable, int duplicate, List<Long> totals)
            implements Scan {}

    /** The list moved while it was read, or is not what it says it is: absence of a row means nothing. */
    record Torn(int fetched, String reason) implements Scan {}
}
