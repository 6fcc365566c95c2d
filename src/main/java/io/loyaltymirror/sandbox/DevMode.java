package io.loyaltymirror.sandbox;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Gives dev mode what it needs beside the service: a PostgreSQL and a sandbox Altegio, on the ports that the dev profile
 * names. An address that was configured otherwise is left alone.
 *
 * <p>Its logger is its own: Quarkus rewrites the classes that use its static one, and puts the rewritten class into the
 * production jar, where this one must not be.
 */
@Singleton
@IfBuildProfile("dev")
class DevMode {

    /** Before anybody asks the database for something. */
    private static final int FIRST = 1;

    private static final Logger LOG = Logger.getLogger(DevMode.class);

    private final URI database;
    private final URI upstream;
    private final int databasePort;
    private final int sandboxPort;
    private EmbeddedPostgres postgres;
    private SandboxAltegio sandbox;

    DevMode(
            @ConfigProperty(name = "mirror.database.url") URI database,
            @ConfigProperty(name = "mirror.upstream.url") URI upstream,
            @ConfigProperty(name = "sandbox.database-port") int databasePort,
            @ConfigProperty(name = "sandbox.port") int sandboxPort) {
        this.database = database;
        this.upstream = upstream;
        this.databasePort = databasePort;
        this.sandboxPort = sandboxPort;
    }

    void start(@Observes @Priority(FIRST) StartupEvent event) throws IOException {
        if (isHere(database, databasePort)) {
            postgres = EmbeddedPostgres.builder()
                    .setPort(databasePort)
                    .setLocaleConfig("locale", "C.UTF-8")
                    .start();
            LOG.infof("PostgreSQL for dev mode: %s, user postgres", database);
        }
        if (isHere(upstream, sandboxPort)) {
            sandbox = SandboxAltegio.start(SandboxOptions.onPort(sandboxPort));
            LOG.infof("Sandbox Altegio: %s, control door %s", sandbox.baseUri(), sandbox.controlUri());
        }
    }

    void stop(@Observes ShutdownEvent event) throws IOException {
        if (sandbox != null) {
            sandbox.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    private static boolean isHere(URI address, int port) {
        return "localhost".equals(address.getHost()) && address.getPort() == port;
    }
}
