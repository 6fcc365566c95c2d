package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.subject.Database;

/**
 * What PostgreSQL wrote during a run of which nothing changed.
 *
 * @param versions of rows of types that are other ones than before: new, changed, deleted or locked
 */
record QuietWrites(long versions, Wal wal) {

    private static final String NOW = """
            SELECT tableoid::text AS type, ctid::text AS place, xmin::text AS made, xmax::text AS ended FROM certificate_type
            UNION ALL SELECT tableoid::text, ctid::text, xmin::text, xmax::text FROM membership_type""";

    private static final String REMEMBER = "CREATE TEMPORARY TABLE versions_before AS " + NOW;
    private static final String FORGET = "DROP TABLE IF EXISTS versions_before";

    private static final String CHANGED = """
            WITH now AS (%s)
            SELECT count(*) FROM ((TABLE now EXCEPT ALL TABLE versions_before)
                                  UNION ALL (TABLE versions_before EXCEPT ALL TABLE now)) AS differences""".formatted(NOW);

    private static final String LOCK =
            "SELECT count(*) FROM (SELECT FROM certificate_type LIMIT 1 FOR UPDATE) AS locked";

    static QuietWrites of(Deployment deployment, long chain) throws Exception {
        Database database = deployment.database();
        Wal.prepare(database);
        QuietWrites lock = during(database, () -> database.number(LOCK));
        if (lock.versions == 0 || lock.wal.typeBytes() == 0) {
            throw new IllegalStateException("a row lock is not seen, so nothing can be said of none: " + lock);
        }
        // Whoever reads a row first notes on its page that it is committed; that is written, and nobody's change.
        database.execute("VACUUM");
        deployment.sync(chain, Deployment.CERTIFICATES);
        return during(database, () -> deployment.sync(chain, Deployment.CERTIFICATES));
    }

    private interface Work {
        Object done() throws Exception;
    }

    private static QuietWrites during(Database database, Work work) throws Exception {
        database.execute(FORGET);
        database.execute(REMEMBER);
        String from = Wal.end(database);
        work.done();
        String to = Wal.end(database);
        return new QuietWrites(database.number(CHANGED), Wal.between(database, from, to));
    }
}
