package io.loyaltymirror.bench.sync;

import java.util.Map;

/** Settings of PostgreSQL for what writes. */
final class Settings {

    /**
     * As in production commits are on disk when they are answered. Without full-page images, which come with checkpoints
     * and not with changes, and without vacuums by chance: who measures calls for them in between.
     */
    static final Map<String, String> WRITING = Map.of(
            "shared_buffers", "512MB",
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "off",
            "autovacuum", "off",
            "max_wal_size", "8GB",
            "checkpoint_timeout", "1h");

    private Settings() {}
}
