package io.loyaltymirror.bench.load;

import io.loyaltymirror.bench.Contestant;
import io.loyaltymirror.bench.subject.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code pgbench}: how often a second PostgreSQL answers a statement to 8 clients by TCP, prepared once. Nobody who asks it
 * can be faster.
 *
 * @param script in its own language
 */
public record Pgbench(Database database, String script) {

    private static final int CLIENTS = 8;
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+) \\(without initial connection time\\)");

    public static boolean exists() {
        return Command.exists("pgbench");
    }

    public Contestant named(String name) {
        return new Contestant(name, this::transactionsPerSecond);
    }

    private double transactionsPerSecond(Duration time) throws IOException, InterruptedException {
        Path file = Files.createTempFile("bench", ".sql");
        try {
            Files.writeString(file, script);
            // It ends with an error when a statement fails.
            String output = Command.run(List.of(
                    "pgbench",
                    "-n",
                    "-M",
                    "prepared",
                    "-c",
                    Integer.toString(CLIENTS),
                    "-j",
                    "2",
                    "-T",
                    Long.toString(Math.max(1, time.toSeconds())),
                    "-h",
                    "localhost",
                    "-p",
                    Integer.toString(database.port()),
                    "-U",
                    "postgres",
                    "-f",
                    file.toString(),
                    database.name()));
            return Command.number(RATE, output);
        } finally {
            Files.delete(file);
        }
    }
}
