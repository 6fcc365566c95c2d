package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.subject.Database;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;

/**
 * The shape of the Stripe sync engine: one {@code INSERT … ON CONFLICT DO UPDATE} and one commit per row, five rows at a
 * time, whether they changed or not. In its best form: prepared once, on connections that are open before it begins.
 */
final class RowByRow implements AutoCloseable {

    private static final int AT_A_TIME = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final String UPSERT = """
            INSERT INTO certificate_type (chain_id, id, body, title_folded, content_hash, definition_hash, hash_version, observed_at,
                   generation)
            VALUES (?, ?, ?::jsonb, ?, ?, ?, ?, clock_timestamp(), ?)
            ON CONFLICT (chain_id, id) DO UPDATE SET body = excluded.body, title_folded = excluded.title_folded,
                   content_hash = excluded.content_hash, definition_hash = excluded.definition_hash,
                   hash_version = excluded.hash_version, observed_at = excluded.observed_at,
                   generation = excluded.generation""";

    private final ExecutorService workers = Executors.newFixedThreadPool(AT_A_TIME);
    private final List<Connection> connections = new ArrayList<>();
    private final Opened opened;

    private RowByRow(Opened opened) {
        this.opened = opened;
        opened.add(workers::shutdownNow);
    }

    /**
     * Opens its connections.
     *
     * @param database has the mirror's own tables
     * @param commit the server's {@code synchronous_commit}
     */
    static RowByRow open(Database database, String commit) throws Exception {
        return Opened.orNothing(opened -> {
            RowByRow writer = new RowByRow(opened);
            for (int each = 0; each < AT_A_TIME; each++) {
                writer.connections.add(connect(opened.add(database.connect()), commit));
            }
            return writer;
        });
    }

    private static Connection connect(Connection connection, String commit) throws SQLException {
        connection.unwrap(PGConnection.class).setPrepareThreshold(1);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = " + commit);
        }
        return connection;
    }

    /** Writes all rows; seconds from the first to the last commit. */
    double write(List<TypeRow> rows) throws Exception {
        long begin = System.nanoTime();
        List<Future<Void>> parts = new ArrayList<>();
        for (int each = 0; each < AT_A_TIME; each++) {
            int part = each;
            parts.add(workers.submit(() -> write(connections.get(part), part, rows)));
        }
        for (Future<Void> part : parts) {
            part.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private static Void write(Connection connection, int part, List<TypeRow> rows) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            for (int row = part; row < rows.size(); row += AT_A_TIME) {
                rows.get(row).fill(upsert);
                upsert.executeUpdate();
            }
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        opened.close();
    }
}
