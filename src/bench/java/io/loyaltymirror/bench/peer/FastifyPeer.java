package io.loyaltymirror.bench.peer;

import io.loyaltymirror.bench.machine.Tool;
import io.loyaltymirror.bench.subject.Database;
import io.loyaltymirror.bench.subject.Ports;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** fastify and node-postgres: {@code peers/fastify/server.mjs}. */
public final class FastifyPeer implements Closeable {

    /** See the script. */
    public enum Mode {
        POOLED,
        PIPELINED
    }

    private final PeerProcess process;

    private FastifyPeer(PeerProcess process) {
        this.process = process;
    }

    public static FastifyPeer start(Mode mode, Database database) throws IOException, InterruptedException {
        int port = Ports.free();
        List<String> command = List.of(
                "node",
                Tool.FASTIFY_FOLDER.resolve("server.mjs").toString(),
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
