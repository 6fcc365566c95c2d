package io.loyaltymirror.mirror;

import java.util.List;
import java.util.Set;

/**
 * How what a scan saw differs from the mirror.
 *
 * @param changes the rows to write
 * @param resets rows that are as they were, and are no longer suspected to be gone
 * @param observed how many rows were observed
 * @param superseded how many of them are older than what the mirror has
 */
record Diff(List<Change> changes, List<Long> resets, int observed, int superseded) {

    /**
     * A row to write.
     *
     * @param fresh the mirror has none of this id
     * @param otherVersion the mirror's hash is of another version and says nothing
     */
    record Change(Sighting row, boolean fresh, boolean otherVersion) {}

    /** The same without these changes: they turned out to be none. */
    Diff without(Set<Long> ids) {
        List<Change> others = changes.stream()
                .filter(change -> !ids.contains(change.row().id()))
                .toList();
        return new Diff(others, resets, observed, superseded);
    }

    /**
     * The account of this diff after it was written.
     *
     * @param written the ids that were
     * @param refused those that the database refused; the others are known to it in a newer form, or a write beside the
     *     scan came between and what the scan saw is as the mirror was before that, see {@link Seen}
     */
    Published published(Set<Long> written, Set<Long> refused) {
        int fresh = (int) changes.stream()
                .filter(change ->
                        change.fresh() && written.contains(change.row().id()))
                .count();
        int unchanged = observed - changes.size() - superseded;
        int overtaken = changes.size() - written.size() - refused.size();
        return new Published(fresh, written.size() - fresh, unchanged, superseded + overtaken, refused.size());
    }
}
