package io.loyaltymirror.bench.peer;

import io.loyaltymirror.bench.load.Answer;
import io.loyaltymirror.bench.load.Caller;
import io.loyaltymirror.bench.machine.Ending;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A peer's process and its port. */
final class PeerProcess implements Closeable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path log;
    private final int port;

    private PeerProcess(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /** Started, and answering on this path. */
    static PeerProcess start(List<String> command, Map<String, String> environment, int port, String path)
            throws IOException, InterruptedException {
        Path log = Files.createTempFile("bench-peer", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        PeerProcess peer = new PeerProcess(builder.start(), log, port);
        boolean answers = false;
        try {
            peer.awaitAnswer(path);
            answers = true;
            return peer;
        } finally {
            if (!answers) {
                peer.close();
            }
        }
    }

    private void awaitAnswer(String path) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Optional<Answer> answer = Caller.get(url(path));
        while (answer.isEmpty()) {
            if (System.nanoTime() > end || !process.isAlive()) {
                throw new IllegalStateException(
                        "the peer does not answer on port " + port + ": " + Files.readString(log));
            }
            Thread.sleep(20);
            answer = Caller.get(url(path));
        }
    }

    String url(String path) {
        return "http://localhost:" + port + path;
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() throws IOException {
        Ending.end(process);
        Files.deleteIfExists(log);
    }
}
