package io.loyaltymirror.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A program of the system's, run to its end. */
public final class Command {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Command() {}

    /** Whether there is such a program. */
    public static boolean exists(String program) {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** What it printed, within a minute. */
    public static String run(List<String> command) throws IOException, InterruptedException {
        return run(command, Duration.ZERO);
    }

    /**
     * What it printed.
     *
     * @param length what it takes by its own arguments; it may take a minute more
     * @throws IllegalStateException if it failed, or does not end
     */
    static String run(List<String> command, Duration length) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> output(process));
            if (!process.waitFor(length.plus(PATIENCE))) {
                throw new IllegalStateException(String.join(" ", command) + " does not end");
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + "\n" + output.join());
            }
            return output.join();
        } finally {
            process.destroyForcibly();
        }
    }

    private static String output(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double number(Pattern pattern, String output) {
        Matcher found = pattern.matcher(output);
        if (!found.find()) {
            throw new IllegalStateException("no " + pattern + " in\n" + output);
        }
        return Double.parseDouble(found.group(1));
    }
}
