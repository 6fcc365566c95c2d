package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.Contestant;
import io.loyaltymirror.bench.Numbers;
import io.loyaltymirror.bench.subject.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;

/** A second PostgreSQL with the same settings, into which others write the same rows in their own ways. */
final class Peers implements AutoCloseable {

    /** What a first load writes: the rows themselves, how they changed, and what was sold. */
    private static final List<String> TABLES = List.of("certificate_type", "change", "issuance");

    private static final int MOST_ONE_BY_ONE = 10_000;

    /** Until PostgreSQL has seen the end of the processes of closed connections: they are counted nowhere in between. */
    private static final long ENDED_MILLIS = 500;

    private static final String COLUMNS = """
            SELECT string_agg(attname, ', ' ORDER BY attnum) FROM pg_attribute
             WHERE attrelid = '%s'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''""";

    private final Database database;
    private final List<TypeRow> rows;
    private final List<Path> dumps = new ArrayList<>();
    private final Map<String, List<Double>> cpu = new HashMap<>();

    /** @param mirror what the service has loaded */
    Peers(Database database, Database mirror) throws SQLException, IOException {
        this.database = database;
        rows = TypeRow.all(mirror);
        for (String table : TABLES) {
            dumps.add(dump(mirror, table));
        }
    }

    private static Path dump(Database mirror, String table) throws SQLException, IOException {
        Path file = Files.createTempFile("bench-" + table, ".copy");
        String columns = mirror.text(COLUMNS.formatted(table));
        try (Connection connection = mirror.connect();
                OutputStream out = Files.newOutputStream(file)) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("COPY %s (%s) TO STDOUT".formatted(table, columns), out);
        }
        return file;
    }

    int rows() {
        return rows.size();
    }

    /**
     * Rows a second that are written one by one, measured on some of them, since with each commit on disk all may take
     * minutes.
     *
     * @param commit the server's {@code synchronous_commit}
     * @param empty into an empty table, which is the quicker the fewer they are; else over what is there
     */
    Contestant rowByRow(String name, String commit, boolean empty) {
        List<TypeRow> some = rows.subList(0, Math.min(rows.size(), MOST_ONE_BY_ONE));
        return metered(name, some.size(), () -> {
            if (empty) {
                database.execute("TRUNCATE certificate_type");
            }
            database.execute("VACUUM ANALYZE certificate_type");
            return new RowByRow(database, commit).write(some);
        });
    }

    /** Rows a second that are written by {@code COPY}, into a table like the mirror's with all its indexes. */
    Contestant copyTypes(String name) {
        return metered(name, rows.size(), () -> copy(1));
    }

    /** Likewise, and the rows of the history and of sales that belong to them, by a {@code COPY} each. */
    Contestant copyAll(String name) {
        return metered(name, rows.size(), () -> copy(TABLES.size()));
    }

    /** Writes all rows, so that there is something to write over. */
    void fill() throws SQLException, IOException {
        copy(1);
    }

    private Contestant metered(String name, int written, Effort.Work work) {
        return new Contestant(name, _ -> {
            double before = database.cpuSeconds();
            double seconds = work.seconds();
            Thread.sleep(ENDED_MILLIS);
            cpu.computeIfAbsent(name, _ -> new ArrayList<>())
                    .add((database.cpuSeconds() - before) * 1e3 / (written / 1e3));
            return written / seconds;
        });
    }

    /** Milliseconds of PostgreSQL's processor time that a contestant took for 1,000 rows, the median. */
    double cpuMillis(String name) {
        return Numbers.median(cpu.get(name));
    }

    private double copy(int tables) throws SQLException, IOException {
        database.execute("TRUNCATE " + String.join(", ", TABLES));
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            long begin = System.nanoTime();
            for (int table = 0; table < tables; table++) {
                copy(connection, TABLES.get(table), dumps.get(table));
            }
            connection.commit();
            return (System.nanoTime() - begin) / 1e9;
        }
    }

    private void copy(Connection connection, String table, Path dump) throws SQLException, IOException {
        String columns = database.text(COLUMNS.formatted(table));
        try (InputStream in = Files.newInputStream(dump)) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY %s (%s) FROM STDIN".formatted(table, columns), in, 1 << 16);
        }
    }

    /** The settings that decide what a commit costs. */
    String settings() throws SQLException {
        return "fsync " + database.text("SHOW fsync") + ", synchronous_commit "
                + database.text("SHOW synchronous_commit") + ", full_page_writes "
                + database.text("SHOW full_page_writes");
    }

    @Override
    public void close() throws IOException {
        for (Path dump : dumps) {
            Files.deleteIfExists(dump);
        }
    }
}
