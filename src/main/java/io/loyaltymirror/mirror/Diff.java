package io.loyaltymirror.mirror;

import io.loyaltymirror.upstream.TypePayload;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * How an observation differs from the mirror.
 *
 * @param changes the rows to write
 * @param observed how many rows were observed
 * @param superseded how many of them are older than what the mirror has
 * @param at when they were observed
 */
record Diff(List<Change> changes, int observed, int superseded, Instant at) {

    /**
     * A row to write.
     *
     * @param fresh the mirror has none of this id
     * @param otherVersion the mirror's hash is of another version and says nothing
     */
    record Change(TypePayload row, boolean fresh, boolean otherVersion) {}

    /** The same without these changes: they turned out to be none. */
    Diff without(Set<Long> ids) {
        List<Change> others = changes.stream()
                .filter(change -> !ids.contains(change.row().id()))
                .toList();
        return new Diff(others, observed, superseded, at);
    }

    /** The account of this diff after it was written, except what the database refused. */
    Published published(Set<Change> refused, long generation) {
        int fresh = 0;
        int changed = 0;
        for (Change change : changes) {
            if (refused.contains(change)) {
                continue;
            }
            if (change.fresh()) {
                fresh++;
            } else {
                changed++;
            }
        }
        int unchanged = observed - changes.size() - superseded;
        return new Published(fresh, changed, unchanged, superseded, refused.size(), generation);
    }
}
