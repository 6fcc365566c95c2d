package io.loyaltymirror.artifact;

import static org.awaitility.Awaitility.await;

import io.loyaltymirror.harness.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Brings a transaction of the service to a halt at a statement: it waits there for a lock that this holds. */
final class Halt implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Connection connection;

    /** @param lock a statement that locks something; again and again until it gives a row or needs to give none */
    Halt(EmbeddedDatabase database, String lock) throws SQLException {
        connection = database.connect();
        connection.setAutoCommit(false);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> take(lock));
    }

    private boolean take(String lock) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!statement.execute(lock)) {
                return true;
            }
            try (ResultSet rows = statement.getResultSet()) {
                boolean taken = rows.next();
                if (!taken) {
                    connection.rollback();
                }
                return taken;
            }
        }
    }

    /** Waits until a statement like this waits for what its event is called. */
    static void awaitWaiting(EmbeddedDatabase database, String event, String statement) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> database.number("SELECT count(*) FROM pg_stat_activity WHERE '" + event
                                + "' IN (wait_event_type, wait_event) AND query LIKE '" + statement + "'")
                        > 0);
    }

    /** Lets it go on, unless the server is dead. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException gone) {
            // With the server, and so is the lock.
        }
    }
}
