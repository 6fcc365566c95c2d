package io.loyaltymirror.mirror;

import io.loyaltymirror.harness.EmbeddedDatabase;

/** The database can be reached by nobody, as if its server were away, until this is closed. */
final class Absence implements AutoCloseable {

    private final EmbeddedDatabase server;
    private final EmbeddedDatabase database;

    Absence(EmbeddedDatabase database) {
        this.database = database;
        this.server = new EmbeddedDatabase(database.port(), "postgres");
        server.execute("ALTER DATABASE " + database.name() + " ALLOW_CONNECTIONS false");
        server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database.name() + "'");
    }

    @Override
    public void close() {
        server.execute("ALTER DATABASE " + database.name() + " ALLOW_CONNECTIONS true");
    }
}
