package io.loyaltymirror.bench.load;

import io.loyaltymirror.bench.Contestant;
import io.loyaltymirror.bench.subject.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

    public Contestant named(String name) {
        return new Contestant(name, this::transactionsPerSecond).whichIsPrecompiled();
    }

    private double transactionsPerSecond(Duration time) throws IOException, InterruptedException {
        Path file = Files.createTempFile("bench", ".sql");
        try {
            Files.writeString(file, script);
            String output = Command.run(command(time, file), time);
            return Command.number(RATE, output);
        } finally {
            Files.delete(file);
        }
    }

    /** It ends with an error when a statement fails. */
    private List<String> command(Duration time, Path file) {
        List<String> command = new ArrayList<>(List.of("pgbench", "-n", "-M", "prepared", "-j", "2"));
        command.addAll(List.of("-c", Integer.toString(CLIENTS), "-T", Long.toString(Math.max(1, time.toSeconds()))));
        command.addAll(List.of("-h", "localhost", "-p", Integer.toString(database.port()), "-U", "postgres"));
        command.addAll(List.of("-f", file.toString(), database.name()));
        return command;
    }
}
