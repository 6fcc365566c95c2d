package io.loyaltymirror.bench.peer;

import io.loyaltymirror.bench.load.Command;
import io.loyaltymirror.bench.subject.Database;
import io.loyaltymirror.bench.subject.Ports;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** fastify and node-postgres: {@code peers/fastify/server.mjs}. */
public final class FastifyPeer implements Closeable {

    private static final Path FOLDER = Path.of("src", "bench", "peers", "fastify");

    /** See the script. */
    public enum Mode {
        POOLED,
        PIPELINED
    }

    private final PeerProcess process;

    private FastifyPeer(PeerProcess process) {
        this.process = process;
    }

    /** Why it cannot be measured here; empty where it can. */
    public static Optional<String> missing() {
        boolean there = Command.exists("node") && Files.isDirectory(FOLDER.resolve("node_modules"));
        return there ? Optional.empty() : Optional.of("fastify is not here: src/bench/prepare gets it");
    }

    public static FastifyPeer start(Mode mode, Database database) throws IOException, InterruptedException {
        int port = Ports.free();
        List<String> command = List.of(
                "node",
                FOLDER.resolve("server.mjs").toString(),
                Integer.toString(port),
                mode.name().toLowerCase(Locale.ROOT),
                Integer.toString(database.port()),
                database.name());
        return new FastifyPeer(PeerProcess.start(command, Map.of("NODE_ENV", "production"), port, "/"));
    }

    public String url(String path) {
        return process.url(path);
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
