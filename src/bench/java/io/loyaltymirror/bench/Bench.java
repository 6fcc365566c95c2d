package io.loyaltymirror.bench;

import io.loyaltymirror.bench.figures.Figures;
import io.loyaltymirror.bench.machine.Ending;
import io.loyaltymirror.bench.machine.Tool;
import io.loyaltymirror.bench.subject.Artifact;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

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
            return quick ? 2 : 15;
        }

        /** For how long each of these times. */
        Duration warmUp() {
            return Duration.ofSeconds(quick ? 1 : 2);
        }
    }

    public static void main(String... arguments) throws Exception {
        QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
        // Whoever ends this ends what it started.
        Runtime.getRuntime().addShutdownHook(new Thread(Ending::endAllBelow));
        Deque<String> words = new ArrayDeque<>(List.of(arguments));
        String command = words.isEmpty() ? "list" : words.getFirst();
        System.exit(
                switch (command) {
                    case "list" -> list();
                    case "self-test" -> SelfTest.run() ? 0 : 1;
                    case "figures" -> Figures.write(Workloads.ALL, words.contains("--mixed"));
                    default -> measure(words);
                });
    }

    private static int list() {
        Workloads.ALL.forEach(each -> System.out.printf("%-10s %s%n", each.id(), each.goal()));
        return 0;
    }

    private static int measure(Deque<String> words) throws Exception {
        CommandLine line = CommandLine.read(words);
        if (!sayWhatIsMissing(line)) {
            return 1;
        }
        List<String> failed = new ArrayList<>();
        for (Workload workload : line.workloads()) {
            System.out.println("=== " + workload.id() + ": " + workload.goal());
            try {
                long begin = System.nanoTime();
                Table table = workload.run(line.settings()).without(notMeasured(line.settings()));
                System.out.println(table);
                Result result = new Result(Origin.here(line.settings()), table);
                System.out.printf(
                        "saved: %s, after %d s%n", result.save(), (System.nanoTime() - begin) / 1_000_000_000);
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

    /** Before anything is started; false where the missing leaves nothing to measure. */
    private static boolean sayWhatIsMissing(CommandLine line) {
        boolean all = true;
        for (Tool tool : Tool.values()) {
            List<String> users = line.workloads().stream()
                    .filter(workload -> workload.tools().contains(tool))
                    .map(Workload::id)
                    .toList();
            if (!users.isEmpty() && tool.missing().isPresent()) {
                System.out.printf("bench: %s; %s: %s%n", tool.missing().get(), users, tool.consequence());
                all = all && !tool.isRequired();
            }
        }
        return all;
    }

    private static List<Table.Verdict> notMeasured(Settings settings) {
        return Stream.of(Artifact.JAR, Artifact.NATIVE)
                .filter(artifact -> !settings.artifacts().contains(artifact))
                .map(artifact -> new Table.Verdict(
                        artifact + ": " + (artifact.exists() ? "was not asked for" : "is missing, it was not built"),
                        Table.Outcome.NOT_JUDGED))
                .toList();
    }
}
