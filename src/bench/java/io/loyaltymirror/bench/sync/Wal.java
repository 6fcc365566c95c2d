package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.subject.Database;
import java.sql.SQLException;
import java.time.Duration;

/**
 * What was written to PostgreSQL's log between two places of it, by whomever.
 *
 * @param bytes without full-page images
 * @param typeBytes whole records of whatever kind that touch a table of types, what it stores out of line, or an index
 *     of either; a row lock is one, and so is a hint
 * @param summary by kind of record
 */
record Wal(long bytes, long typeBytes, String summary) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String BYTES =
            "SELECT coalesce(sum(record_size), 0)::bigint FROM pg_get_wal_stats('%s', '%s', true)";

    private static final String SUMMARY = """
            SELECT string_agg(format('%%s × %%s %%s B', "resource_manager/record_type", count, record_size), ', '
                              ORDER BY record_size DESC)
              FROM pg_get_wal_stats('%s', '%s', true) WHERE count > 0""";

    /** A record may touch several of their blocks, and counts once. */
    private static final String OF_TYPES = """
            WITH types AS (SELECT oid, reltoastrelid FROM pg_class
                            WHERE relkind = 'r' AND relname IN ('certificate_type', 'membership_type')),
                 tables AS (SELECT oid FROM types UNION SELECT reltoastrelid FROM types),
                 files AS (SELECT pg_relation_filenode(oid) AS file FROM tables
                           UNION SELECT pg_relation_filenode(indexrelid) FROM pg_index
                                  WHERE indrelid IN (SELECT oid FROM tables))
            SELECT coalesce(sum(record_length), 0)
              FROM (SELECT DISTINCT start_lsn, record_length FROM pg_get_wal_block_info('%s', '%s', false)
                     WHERE reldatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
                       AND relfilenode IN (SELECT file FROM files)) AS records""";

    /** Without this it cannot be looked into. */
    static void prepare(Database database) throws SQLException {
        database.execute("CREATE EXTENSION IF NOT EXISTS pg_walinspect");
    }

    /** The end of the log now. */
    static String end(Database database) throws SQLException {
        return database.text("SELECT pg_current_wal_insert_lsn()");
    }

    static Wal between(Database database, String from, String to) throws Exception {
        if (from.equals(to)) {
            return new Wal(0, 0, "nothing");
        }
        String flushed = "SELECT (pg_current_wal_flush_lsn() >= '%s')::integer".formatted(to);
        Patience.until(
                "PostgreSQL's log is on disk up to " + to,
                PATIENCE,
                Duration.ofMillis(20),
                () -> database.number(flushed) == 1);
        return new Wal(
                database.number(BYTES.formatted(from, to)),
                database.number(OF_TYPES.formatted(from, to)),
                database.text(SUMMARY.formatted(from, to)));
    }
}
