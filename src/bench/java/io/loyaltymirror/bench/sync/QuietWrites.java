package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.subject.Database;
import java.sql.SQLException;

/**
 * What PostgreSQL wrote during a run of which nothing changed.
 *
 * @param versions of rows of types, new, changed or deleted
 */
record QuietWrites(long versions, Wal wal) {

    private static final String VERSIONS = """
            SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables
             WHERE relname IN ('certificate_type', 'membership_type')""";

    static QuietWrites of(Site site, long chain) throws Exception {
        Database database = site.database();
        Wal.prepare(database);
        // Whoever reads a row first notes on its page that it is committed; that is written, and nobody's change.
        database.execute("VACUUM");
        site.sync(chain, Site.CERTIFICATES);
        long versions = versions(database);
        String from = Wal.end(database);
        site.sync(chain, Site.CERTIFICATES);
        String to = Wal.end(database);
        return new QuietWrites(versions(database) - versions, Wal.between(database, from, to));
    }

    private static long versions(Database database) throws SQLException, InterruptedException {
        Effort.awaitTold();
        return database.number(VERSIONS);
    }
}
