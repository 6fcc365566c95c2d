package io.loyaltymirror.bench.peer;

import io.loyaltymirror.bench.load.Command;
import io.loyaltymirror.bench.subject.Artifact;
import io.loyaltymirror.bench.subject.Database;
import io.loyaltymirror.bench.subject.Ports;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Plain Vert.x, the library below Quarkus, in a process of its own: {@link VertxServer}. */
public final class VertxPeer implements Closeable {

    /** Where its answers come from. */
    public enum Mode {
        /** Eight bytes, whatever is asked for. */
        CONSTANT,
        /** Complete answers, made before the first request. */
        HEAP,
        /** PostgreSQL, which makes the JSON; statements pipelined on few connections. */
        PG
    }

    private final PeerProcess process;

    private VertxPeer(PeerProcess process) {
        this.process = process;
    }

    /**
     * Answering when this returns.
     *
     * @param database null where none is needed
     * @param chain that is kept in the heap
     */
    public static VertxPeer start(Mode mode, Database database, long chain) throws IOException, InterruptedException {
        int port = Ports.free();
        List<String> command = List.of(
                Artifact.java(),
                Artifact.COLLECTOR,
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                VertxServer.class.getName(),
                Integer.toString(port),
                mode.name(),
                database == null ? "0" : Integer.toString(database.port()),
                database == null ? "none" : database.name(),
                Long.toString(chain));
        return new VertxPeer(PeerProcess.start(command, Map.of(), port, "/"));
    }

    public String url(String path) {
        return process.url(path);
    }

    public int port() {
        return process.port();
    }

    /** SIGSTOP and the like, by its name. */
    public void signal(String name) {
        try {
            // The shell's own: not every container has the program.
            Command.run(List.of("sh", "-c", "kill -" + name + " " + process.pid()));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
