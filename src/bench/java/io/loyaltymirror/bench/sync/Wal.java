package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.subject.Database;
import java.sql.SQLException;

/**
 * What was written to PostgreSQL's log between two places of it, by whomever.
 *
 * @param bytes without full-page images
 * @param typeBytes of these what is about the tables of types and their indexes, images included
 * @param summary by kind of record
 */
record Wal(long bytes, long typeBytes, String summary) {

    private static final String BYTES =
            "SELECT coalesce(sum(record_size), 0)::bigint FROM pg_get_wal_stats('%s', '%s', true)";

    private static final String SUMMARY = """
            SELECT string_agg(format('%%s × %%s %%s B', "resource_manager/record_type", count, record_size), ', '
                              ORDER BY record_size DESC)
              FROM pg_get_wal_stats('%s', '%s', true) WHERE count > 0""";

    private static final String OF_TYPES = """
            SELECT coalesce(sum(block_data_length + block_fpi_length), 0) FROM pg_get_wal_block_info('%s', '%s')
             WHERE reldatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
               AND relfilenode IN (
                   SELECT pg_relation_filenode(oid) FROM pg_class WHERE relname ~ '^(certificate|membership)_type')""";

    /** Without this it cannot be looked into. */
    static void prepare(Database database) throws SQLException {
        database.execute("CREATE EXTENSION IF NOT EXISTS pg_walinspect");
    }

    /** The end of the log now. */
    static String end(Database database) throws SQLException {
        return database.text("SELECT pg_current_wal_insert_lsn()");
    }

    static Wal between(Database database, String from, String to) throws SQLException, InterruptedException {
        if (from.equals(to)) {
            return new Wal(0, 0, "nothing");
        }
        while (database.number("SELECT (pg_current_wal_flush_lsn() < '%s')::integer".formatted(to)) == 1) {
            Thread.sleep(20);
        }
        return new Wal(
                database.number(BYTES.formatted(from, to)),
                database.number(OF_TYPES.formatted(from, to)),
                database.text(SUMMARY.formatted(from, to)));
    }
}
