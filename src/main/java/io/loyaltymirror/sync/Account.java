package io.loyaltymirror.sync;

import io.loyaltymirror.mirror.Published;

/**
 * What a run came to. For a complete run, {@code fetched} is the sum of what became of the rows.
 *
 * @param reason why it did not complete; null where it did
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
        int requests) {

    private static final int MAX_REASON = 500;

    static Account complete(Scan.Complete scan, Published published, int requests) {
        return new Account(
                Outcome.COMPLETE,
                null,
                scan.fetched(),
                published.fresh(),
                published.changed(),
                published.unchanged(),
                scan.duplicate(),
                published.superseded(),
                scan.unreadable().size() + published.quarantined(),
                requests);
    }

    /** Upstream's words are part of it: PostgreSQL refuses U+0000, and nobody reads a page of HTML here. */
    private static String storable(String reason) {
        String text = reason.replace('\0', ' ');
        return text.length() <= MAX_REASON ? text : text.substring(0, MAX_REASON);
    }

    /** The numbers, for the log. */
    String summary() {
        return "fetched=%d new=%d changed=%d unchanged=%d duplicate=%d superseded=%d quarantined=%d requests=%d"
                .formatted(fetched, fresh, changed, unchanged, duplicate, superseded, quarantined, requests);
    }

    static Account withoutRows(Outcome outcome, String reason, int fetched, int requests) {
        return new Account(outcome, storable(reason), fetched, 0, 0, 0, 0, 0, 0, requests);
    }
}
