package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.subject.Database;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The service's own account of a run that was complete.
 *
 * @param seconds from its begin to its end
 * @param fetched rows that upstream sent
 * @param written of these the new and the changed
 */
record SyncRun(long id, double seconds, int fetched, int written) {

    private static final String NEWEST = """
            SELECT concat_ws(';', id, extract(epoch FROM finished_at - started_at),
                   fetched, new + changed, outcome, reason)
              FROM sync_run WHERE chain_id = %d AND kind = '%s' AND outcome IS NOT NULL ORDER BY id DESC LIMIT 1""";

    /**
     * The newest of this chain and kind that has ended; empty where there is none.
     *
     * @throws IllegalStateException where it was not complete
     */
    static Optional<SyncRun> newest(Database database, long chain, String kind) throws SQLException {
        return Optional.ofNullable(database.text(NEWEST.formatted(chain, kind))).map(SyncRun::of);
    }

    private static SyncRun of(String row) {
        String[] columns = row.split(";");
        if (!columns[4].equals("COMPLETE")) {
            throw new IllegalStateException("a run was not complete: " + row);
        }
        return new SyncRun(
                Long.parseLong(columns[0]),
                Double.parseDouble(columns[1]),
                Integer.parseInt(columns[2]),
                Integer.parseInt(columns[3]));
    }
}
