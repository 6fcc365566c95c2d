package io.loyaltymirror.bench;

import io.loyaltymirror.bench.subject.Artifact;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Which workloads are run, and how. */
record CommandLine(List<Workload> workloads, Bench.Settings settings) {

    /** @throws IllegalArgumentException that says what cannot be read */
    static CommandLine read(Deque<String> words) {
        List<Workload> workloads = new ArrayList<>();
        boolean quick = words.remove("--quick");
        int rounds = Integer.parseInt(option(words, "--rounds", quick ? "2" : "5"));
        int seconds = Integer.parseInt(option(words, "--seconds", quick ? "2" : "4"));
        String artifact = option(words, "--artifact", "both");
        for (String word : words) {
            if (word.startsWith("-")) {
                throw new IllegalArgumentException("there is no option " + word + ", see src/bench/README.md");
            }
            workloads.addAll("all".equals(word) ? Workloads.ALL : List.of(Workloads.named(word)));
        }
        if (rounds < 2 || seconds < 1) {
            throw new IllegalArgumentException("at least 2 rounds of 1 second");
        }
        return new CommandLine(
                workloads,
                new Bench.Settings(rounds, Duration.ofSeconds(seconds), Artifact.available(artifact), quick));
    }

    private static String option(Deque<String> words, String name, String otherwise) {
        List<String> all = new ArrayList<>(words);
        int at = all.indexOf(name);
        if (at < 0) {
            return otherwise;
        }
        if (at + 1 == all.size()) {
            throw new IllegalArgumentException(name + " wants a value");
        }
        all.remove(at);
        String value = all.remove(at);
        words.clear();
        words.addAll(all);
        return value;
    }
}
