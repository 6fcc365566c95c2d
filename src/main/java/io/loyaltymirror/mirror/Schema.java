package io.loyaltymirror.mirror;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings the schema up to date once the database can be reached. A database that is away at the start is no reason to
 * end: the process answers, says so, and goes on by itself.
 */
@ApplicationScoped
public class Schema {

    private final Flyway flyway;
    private final DatabaseConfig config;
    private volatile boolean ready;

    Schema(Flyway flyway, DatabaseConfig config) {
        this.flyway = flyway;
        this.config = config;
    }

    /** Whether the schema was seen ready once; it stays so when the database goes away later. */
    public boolean isReady() {
        return ready;
    }

    /** Blocks on JDBC, hence a worker thread; 3 s is short for a person and long for a database that starts. */
    @Scheduled(every = "3s", concurrentExecution = ConcurrentExecution.SKIP)
    void prepare() {
        if (ready) {
            return;
        }
        try {
            ready = config.migrate() == DatabaseConfig.Migrate.AUTO ? migrate() : isCurrent();
        } catch (FlywayException e) {
            Log.warnf("The database cannot be prepared yet, trying again: %s", firstLine(e));
        }
    }

    /**
     * Migrates now.
     *
     * @return true
     * @throws FlywayException where the database cannot be reached or a migration fails
     */
    public boolean migrate() {
        int applied = flyway.migrate().migrationsExecuted;
        Log.infof("Schema ready, migrations applied: %d", applied);
        return true;
    }

    private boolean isCurrent() {
        int pending = flyway.info().pending().length;
        if (pending > 0) {
            Log.warnf("Waiting for the schema: %d migrations are pending and mirror.database.migrate is off", pending);
        }
        return pending == 0;
    }

    private static String firstLine(FlywayException e) {
        return e.getMessage()
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("no reason given");
    }
}
