package io.loyaltymirror.bench.machine;

import io.loyaltymirror.bench.load.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A program that workloads call. */
public enum Tool {
    WRK("it measures all throughput, so nothing is measured"),
    NGINX("left out: the limit of the network stack"),
    PGBENCH("left out: the limit of PostgreSQL"),
    FASTIFY("left out: both forms of fastify + pg");

    /** Of {@code peers/fastify}. */
    public static final Path FASTIFY_FOLDER = Path.of("src", "bench", "peers", "fastify");

    private static final int OLDEST_NODE = 20;
    private static final String PREPARE = ": src/bench/prepare gets it";

    private final String consequence;

    Tool(String consequence) {
        this.consequence = consequence;
    }

    /** What follows where it is missing. */
    public String consequence() {
        return consequence;
    }

    public boolean isRequired() {
        return this == WRK;
    }

    /** Why it cannot be used here; empty where it can. */
    public Optional<String> missing() {
        return this == FASTIFY ? fastify() : program(name().toLowerCase(Locale.ROOT));
    }

    private static Optional<String> program(String name) {
        return Command.exists(name) ? Optional.empty() : Optional.of(name + " is missing" + PREPARE);
    }

    private static Optional<String> fastify() {
        if (!Command.exists("node")) {
            return Optional.of(
                    "fastify is missing: needs node " + OLDEST_NODE + " or newer and npm, then src/bench/prepare");
        }
        try {
            String version = Command.run(List.of("node", "--version")).strip();
            if (Integer.parseInt(version.replaceAll("^v(\\d+)\\..*", "$1")) < OLDEST_NODE) {
                return Optional.of("fastify is missing: node is " + version + " and must be at least " + OLDEST_NODE);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("node does not tell its version", e);
        }
        return Files.isDirectory(FASTIFY_FOLDER.resolve("node_modules"))
                ? Optional.empty()
                : Optional.of("fastify is missing" + PREPARE);
    }
}
