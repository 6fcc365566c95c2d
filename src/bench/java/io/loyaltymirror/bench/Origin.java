package io.loyaltymirror.bench;

import io.loyaltymirror.bench.load.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/**
 * What was measured, when, where and how often.
 *
 * @param commit as {@code git describe --always --dirty} says, {@code unknown} where there is no git
 * @param date the day, {@code 2026-11-26}
 * @param rounds how often each contestant was measured
 * @param quick whether it was only a try
 * @param processor its model
 * @param processors how many there are
 * @param memory of the machine, in GB
 * @param kernel name and version
 * @param jdk that ran the jar and this
 */
public record Origin(
        String commit,
        String date,
        int rounds,
        boolean quick,
        String processor,
        int processors,
        long memory,
        String kernel,
        String jdk) {

    /** Medians of fewer are not published. */
    public static final int LEAST_ROUNDS = 5;

    private static final String UNKNOWN = "unknown";

    static Origin here(Bench.Settings settings) throws IOException, InterruptedException {
        return new Origin(
                described(),
                LocalDate.now(ZoneOffset.UTC).toString(),
                settings.rounds(),
                settings.quick(),
                named("/proc/cpuinfo", "model name"),
                Runtime.getRuntime().availableProcessors(),
                Math.round(Double.parseDouble(named("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / (1 << 20)),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
    }

    /** Whether its medians mean something. */
    public boolean mayBePublished() {
        return !quick && rounds >= LEAST_ROUNDS;
    }

    /** The machine, in one line. */
    public String machine() {
        return String.format(
                Locale.ROOT, "%s, %d processors, %d GB, %s, %s", processor, processors, memory, kernel, jdk);
    }

    private static String described() throws IOException, InterruptedException {
        if (!Command.exists("git")) {
            return UNKNOWN;
        }
        try {
            return Command.run(List.of("git", "describe", "--always", "--dirty"))
                    .strip();
        } catch (IllegalStateException noRepository) {
            System.err.println("bench: the commit is unknown: " + noRepository.getMessage());
            return UNKNOWN;
        }
    }

    /** The value of the first line of a file of the system's that has this name; ARM tells no model. */
    private static String named(String file, String name) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(UNKNOWN);
    }
}
