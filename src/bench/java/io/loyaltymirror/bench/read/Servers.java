package io.loyaltymirror.bench.read;

import io.loyaltymirror.bench.Bench;
import io.loyaltymirror.bench.subject.Artifact;
import io.loyaltymirror.bench.subject.Database;
import io.loyaltymirror.bench.subject.ServiceProcess;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** All processes that one workload measures by turns; they end together, the last one first. */
final class Servers implements Closeable {

    private final Deque<Closeable> open = new ArrayDeque<>();
    private final Map<Artifact, ServiceProcess> services = new EnumMap<>(Artifact.class);
    private final Database database;

    Servers(Database database) {
        this.database = database;
    }

    /** The service in each form that is wanted, over the same database. */
    Servers startServices(Bench.Settings settings) throws Exception {
        for (Artifact artifact : settings.artifacts()) {
            services.put(artifact, add(ServiceProcess.start(artifact, database, ServiceProcess.Start.usual())));
        }
        return this;
    }

    Set<Artifact> artifacts() {
        return services.keySet();
    }

    ServiceProcess service(Artifact artifact) {
        return services.get(artifact);
    }

    /** Any of them. */
    ServiceProcess service() {
        return services.values().iterator().next();
    }

    <T extends Closeable> T add(T server) {
        open.push(server);
        return server;
    }

    @Override
    public void close() throws IOException {
        IOException first = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (IOException e) {
                // The others are to end too.
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
