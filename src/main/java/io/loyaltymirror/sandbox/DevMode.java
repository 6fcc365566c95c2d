package io.loyaltymirror.sandbox;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Gives dev mode what it needs beside the service: a PostgreSQL and a sandbox Altegio, on the ports that the dev profile
 * names. An address that was configured otherwise is left alone. (A singleton: a proxied bean would be enhanced and come
 * into the production artifact that way.)
 */
@Singleton
@IfBuildProfile("dev")
class DevMode {

    /** Before anybody asks the database for something. */
    private static final int FIRST = 1;

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
            Log.infof("PostgreSQL for dev mode: %s, user postgres", database);
        }
        if (isHere(upstream, sandboxPort)) {
            sandbox = SandboxAltegio.start(SandboxOptions.onPort(sandboxPort));
            Log.infof("Sandbox Altegio: %s, control door %s", sandbox.baseUri(), sandbox.controlUri());
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
