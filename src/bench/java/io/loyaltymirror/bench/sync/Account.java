package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.subject.Database;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * The service's own account of a run that was complete.
 *
 * @param seconds from its begin to its end
 * @param ended when, by the clock of the database
 * @param fetched rows that upstream sent
 * @param written of these the new and the changed
 */
record Account(long id, double seconds, Instant ended, int fetched, int written) {

    private static final String NEWEST = """
            SELECT concat_ws(';', id, extract(epoch FROM finished_at - started_at),
                   to_char(finished_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), fetched, new + changed, outcome,
                   reason)
              FROM sync_run WHERE chain_id = %d AND kind = '%s' AND outcome IS NOT NULL ORDER BY id DESC LIMIT 1""";

    /**
     * The newest of this chain and kind that has ended; empty where there is none.
     *
     * @throws IllegalStateException where it was not complete
     */
    static Optional<Account> newest(Database database, long chain, String kind) throws SQLException {
        return Optional.ofNullable(database.text(NEWEST.formatted(chain, kind))).map(Account::of);
    }

    private static Account of(String row) {
        String[] columns = row.split(";");
        if (!columns[5].equals("COMPLETE")) {
            throw new IllegalStateException("a run was not complete: " + row);
        }
        return new Account(
                Long.parseLong(columns[0]),
                Double.parseDouble(columns[1]),
                Instant.parse(columns[2]),
                Integer.parseInt(columns[3]),
                Integer.parseInt(columns[4]));
    }
}
