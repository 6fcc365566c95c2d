package io.loyaltymirror.bench.subject;

import io.loyaltymirror.bench.machine.Machine;
import io.loyaltymirror.bench.machine.ProcessFigures;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** A PostgreSQL of a workload's own, with one empty database of the service's schema; its counters. */
public final class Database implements AutoCloseable {

    private static final String NAME = "loyalty_mirror";

    private final EmbeddedPostgres server;
    private final Path folder;
    private final long postmaster;
    private Connection kept;

    private Database(EmbeddedPostgres server, Path folder, long postmaster) {
        this.server = server;
        this.folder = folder;
        this.postmaster = postmaster;
    }

    /** For reads: everything fits its memory. */
    public static Database start() throws IOException, SQLException {
        return start(Map.of("shared_buffers", "512MB"));
    }

    /** With these settings of {@code postgresql.conf}; fsync is off unless they say otherwise. */
    public static Database start(Map<String, String> settings) throws IOException, SQLException {
        Path folder = Files.createTempDirectory("bench-postgres");
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setLocaleConfig("locale", "C.UTF-8");
        settings.forEach(builder::setServerConfig);
        EmbeddedPostgres server = builder.start();
        try {
            return started(server, folder);
        } catch (IOException | SQLException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static Database started(EmbeddedPostgres server, Path folder) throws IOException, SQLException {
        long pid = Long.parseLong(Files.readAllLines(folder.resolve("data").resolve("postmaster.pid"))
                .getFirst());
        Database database = new Database(server, folder, pid);
        database.create();
        Machine.ours(pid);
        return database;
    }

    /** An empty database with the newest schema, in place of what was there. */
    public void create() throws SQLException {
        disconnect();
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + NAME + " WITH (FORCE)");
            statement.execute("CREATE DATABASE " + NAME);
        }
        Flyway.configure().dataSource("jdbc:" + url(), "postgres", "").load().migrate();
    }

    /** As {@code mirror.database.url} wants it. */
    public String url() {
        return "postgresql://localhost:" + port() + "/" + NAME;
    }

    public int port() {
        return server.getPort();
    }

    public String name() {
        return NAME;
    }

    public Connection connect() throws SQLException {
        return connect(NAME);
    }

    private Connection connect(String name) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://localhost:" + port() + "/" + name + "?user=postgres");
    }

    public synchronized void execute(String sql) throws SQLException {
        try (Statement statement = kept().createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of the first row, as text; null where there is none. */
    public synchronized String text(String sql) throws SQLException {
        try (Statement statement = kept().createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    public long number(String sql) throws SQLException {
        return Long.parseLong(text(sql));
    }

    private Connection kept() throws SQLException {
        if (kept == null || !kept.isValid(1)) {
            disconnect();
            kept = connect();
        }
        return kept;
    }

    private void disconnect() throws SQLException {
        if (kept != null) {
            kept.close();
            kept = null;
        }
    }

    /** Processor time of all its processes since it started, also of those that have ended; seconds. */
    public double cpuSeconds() {
        return ProcessFigures.treeCpuSeconds(postmaster);
    }

    @Override
    public void close() throws IOException, SQLException {
        Machine.noMore(postmaster);
        try (server) {
            disconnect();
        }
        Files.deleteIfExists(folder);
    }
}
