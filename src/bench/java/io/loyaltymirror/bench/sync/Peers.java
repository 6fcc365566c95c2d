package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.subject.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.postgresql.PGConnection;

/** A second PostgreSQL with the same settings, into which others write the same rows in their own ways. */
final class Peers implements AutoCloseable {

    static final String ROW_BY_ROW = "row by row";
    static final String ON_DISK = "row by row, each commit on disk";

    /** What a first load writes: the rows themselves, how they changed, and what was sold. */
    private static final List<String> TABLES = List.of("certificate_type", "change", "issuance");

    /** All rows one by one would take minutes, and are no faster. */
    private static final int MOST_ONE_BY_ONE = 10_000;

    /** Where each commit waits for the disk. */
    private static final int MOST_ON_DISK = 4_000;

    static final String ONE_BY_ONE = "%,d (on disk %,d)".formatted(MOST_ONE_BY_ONE, MOST_ON_DISK);

    private static final String COLUMNS = """
            SELECT string_agg(attname, ', ' ORDER BY attnum) FROM pg_attribute
             WHERE attrelid = '%s'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''""";

    private final Database database;
    private final List<TypeRow> rows;
    private final Opened opened;
    private final List<Dump> dumps = new ArrayList<>();

    /** All rows of a table, without those columns that it computes itself. */
    private record Dump(String table, String columns, Path file) {

        String rows() {
            return "%s (%s)".formatted(table, columns);
        }
    }

    private Peers(Database database, List<TypeRow> rows, Opened opened) {
        this.database = database;
        this.rows = rows;
        this.opened = opened;
    }

    /** @param mirror what the service has loaded */
    static Peers of(Database database, Database mirror) throws Exception {
        return Opened.orNothing(opened -> {
            Peers peers = new Peers(database, TypeRow.all(mirror), opened);
            for (String table : TABLES) {
                peers.dump(mirror, table);
            }
            return peers;
        });
    }

    private void dump(Database mirror, String table) throws SQLException, IOException {
        Dump dump = new Dump(table, mirror.text(COLUMNS.formatted(table)), Files.createTempFile("bench-", ".copy"));
        opened.add(() -> Files.delete(dump.file));
        dumps.add(dump);
        try (Connection connection = mirror.connect();
                OutputStream out = Files.newOutputStream(dump.file)) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY " + dump.rows() + " TO STDOUT", out);
        }
    }

    int rows() {
        return rows.size();
    }

    /** Rows that are written one by one, without waiting for the disk. */
    Callable<Effort> rowByRow(boolean empty) {
        return () -> rowByRow("off", empty, MOST_ONE_BY_ONE);
    }

    /** Likewise, each commit on disk before the next one. */
    Callable<Effort> rowByRowOnDisk(boolean empty) {
        return () -> rowByRow("on", empty, MOST_ON_DISK);
    }

    /** @param empty into an empty table, which is the quicker the fewer they are; else over what is there */
    private Effort rowByRow(String commit, boolean empty, int most) throws Exception {
        List<TypeRow> some = rows.subList(0, Math.min(rows.size(), most));
        if (empty) {
            database.execute("TRUNCATE certificate_type");
        }
        tidy();
        try (RowByRow writer = RowByRow.open(database, commit)) {
            return Effort.of(database, some.size(), () -> writer.write(some));
        }
    }

    /** What is left of before is done before anything is counted. */
    private void tidy() throws SQLException {
        database.execute("VACUUM ANALYZE certificate_type");
        database.execute("CHECKPOINT");
    }

    /** Rows that are written by {@code COPY}, into a table like the mirror's with all its indexes. */
    Callable<Effort> copyTypes() {
        return () -> copy(1);
    }

    /** Likewise, and the rows of the history and of sales that belong to them, by a {@code COPY} each. */
    Callable<Effort> copyAll() {
        return () -> copy(TABLES.size());
    }

    /** Writes all rows, so that there is something to write over. */
    void fill() throws Exception {
        copy(1);
    }

    private Effort copy(int tables) throws Exception {
        database.execute("TRUNCATE " + String.join(", ", TABLES));
        tidy();
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            return Effort.of(database, rows.size(), () -> copy(connection, tables));
        }
    }

    private double copy(Connection connection, int tables) throws SQLException, IOException {
        long begin = System.nanoTime();
        for (Dump dump : dumps.subList(0, tables)) {
            try (InputStream in = Files.newInputStream(dump.file)) {
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("COPY " + dump.rows() + " FROM STDIN", in, 1 << 16);
            }
        }
        connection.commit();
        return (System.nanoTime() - begin) / 1e9;
    }

    /** The settings that decide what a commit costs. */
    String settings() throws SQLException {
        return "fsync " + database.text("SHOW fsync") + ", synchronous_commit "
                + database.text("SHOW synchronous_commit") + ", full_page_writes "
                + database.text("SHOW full_page_writes");
    }

    @Override
    public void close() throws IOException {
        opened.close();
    }
}
