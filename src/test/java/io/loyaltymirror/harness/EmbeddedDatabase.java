package io.loyaltymirror.harness;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A database of its own on the one embedded PostgreSQL of this JVM. */
public record EmbeddedDatabase(int port, String name) {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Map<EmbeddedDatabase, Connection> KEPT = new ConcurrentHashMap<>();
    private static EmbeddedPostgres postgres;

    /** An empty database; the server is started with the first one and ends with the JVM. */
    public static EmbeddedDatabase create() {
        EmbeddedDatabase database = new EmbeddedDatabase(server().getPort(), "mirror" + COUNT.incrementAndGet());
        new EmbeddedDatabase(database.port, "postgres").execute("CREATE DATABASE " + database.name);
        return database;
    }

    private static synchronized EmbeddedPostgres server() {
        if (postgres == null) {
            try {
                postgres = EmbeddedPostgres.builder()
                        .setLocaleConfig("locale", "C.UTF-8")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return postgres;
    }

    /** As {@code mirror.database.url} wants it. */
    public String url() {
        return "postgresql://localhost:" + port + "/" + name;
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:" + url() + "?user=postgres");
    }

    /** By a connection that is kept: a test asks often, and to connect takes longer than to ask. */
    public synchronized void execute(String sql) {
        try (Statement statement = kept().createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first column of the first row, as text; null where there is none. */
    public synchronized String text(String sql) {
        try (Statement statement = kept().createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private Connection kept() throws SQLException {
        Connection kept = KEPT.get(this);
        if (kept == null || !kept.isValid(1)) {
            kept = connect();
            KEPT.put(this, kept);
        }
        return kept;
    }

    public long number(String sql) {
        return Long.parseLong(text(sql));
    }

    /** Does the work while nobody can use this database, as if it were being restored; then it is there again. */
    public void whileAway(Runnable work) {
        EmbeddedDatabase server = new EmbeddedDatabase(port, "postgres");
        server.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
        server.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '" + name + "'");
        server.execute("ALTER DATABASE " + name + " RENAME TO " + name + "_away");
        try {
            work.run();
        } finally {
            server.execute("ALTER DATABASE " + name + "_away RENAME TO " + name);
            server.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
        }
    }
}
