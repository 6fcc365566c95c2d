package io.loyaltymirror.bench;

import io.loyaltymirror.bench.figures.Figures;
import io.loyaltymirror.bench.subject.Artifact;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The command line: {@code list}, {@code self-test}, {@code figures}, {@code all}, or workloads by their ids. */
public final class Bench {

    private static final List<Logger> QUIET =
            List.of(Logger.getLogger("io.zonky.test"), Logger.getLogger("org.flywaydb"));

    private Bench() {}

    /**
     * How much is measured.
     *
     * @param rounds at least 2
     * @param duration of one measurement
     * @param artifacts that are there, or were asked for
     * @param quick whether this is only a try
     */
    public record Settings(int rounds, Duration duration, List<Artifact> artifacts, boolean quick) {

        /** How often a contestant is measured for nothing at most, until it becomes no faster. */
        public int warmUps() {
            return quick ? 2 : 8;
        }
    }

    public static void main(String... arguments) throws Exception {
        QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
        // Whoever ends this ends what it started.
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroy)));
        Deque<String> words = new ArrayDeque<>(List.of(arguments));
        String command = words.isEmpty() ? "list" : words.getFirst();
        System.exit(
                switch (command) {
                    case "list" -> list();
                    case "self-test" -> SelfTest.run() ? 0 : 1;
                    case "figures" ->
                        Figures.write(Workloads.ALL.stream().map(Workload::id).toList());
                    default -> measure(words);
                });
    }

    private static int list() {
        Workloads.ALL.forEach(each -> System.out.printf("%-10s %s%n", each.id(), each.goal()));
        return 0;
    }

    private static int measure(Deque<String> words) throws Exception {
        CommandLine line = CommandLine.read(words);
        List<String> failed = new ArrayList<>();
        for (Workload workload : line.workloads()) {
            System.out.println("=== " + workload.id() + ": " + workload.goal());
            try {
                Table table = workload.run(line.settings()).measuredWith(line.settings());
                System.out.println(table);
                System.out.println("saved: " + table.save());
            } catch (Exception e) {
                // The others are independent of it; the exit code tells.
                e.printStackTrace();
                failed.add(workload.id());
            }
        }
        if (!failed.isEmpty()) {
            System.err.println("bench: failed: " + failed);
        }
        return failed.isEmpty() ? 0 : 1;
    }
}
