package io.loyaltymirror.bench.figures;

import io.loyaltymirror.bench.Origin;
import io.loyaltymirror.bench.Plot;
import io.loyaltymirror.bench.Result;
import io.loyaltymirror.bench.Table;
import io.loyaltymirror.bench.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The command {@code figures}: keeps what was measured in {@code src/bench/results}, draws its plots there, and writes the
 * newest result of each workload between the README's markers.
 */
public final class Figures {

    private static final Path KEPT = Path.of("src", "bench", "results");
    private static final Path README = Path.of("README.md");
    private static final Pattern BLOCK =
            Pattern.compile("(<!-- figures:begin -->\n).*?(<!-- figures:end -->)", Pattern.DOTALL);

    private Figures() {}

    /**
     * Writes all of it.
     *
     * @param workloads in the README's order
     * @param mixed whether results of several commits may stand beside each other
     * @return the exit code
     */
    public static int write(List<Workload> workloads, boolean mixed) throws IOException {
        Map<String, Result> results = new LinkedHashMap<>();
        for (Workload workload : workloads) {
            newest(workload.id()).ifPresent(result -> results.put(workload.id(), result));
        }
        Optional<String> refusal = refusal(List.copyOf(results.values()), mixed);
        if (refusal.isPresent()) {
            System.err.println("bench: nothing is written: " + refusal.get());
            return 1;
        }
        keep();
        List<String> sections = new ArrayList<>(List.of(Summary.of(workloads, results)));
        for (Result result : results.values()) {
            draw(result.table());
            sections.add(Markdown.section(result));
            System.out.println("written: " + result.table().workload());
        }
        intoReadme(String.join("\n", sections));
        return 0;
    }

    private static Optional<String> refusal(List<Result> results, boolean mixed) {
        if (results.isEmpty()) {
            return Optional.of("there is no result in " + Result.RESULTS + " nor in " + KEPT);
        }
        for (Result result : results) {
            if (!result.origin().mayBePublished()) {
                return Optional.of("%s was measured in %d rounds, medians of less than %d are only a try"
                        .formatted(result.table().workload(), result.origin().rounds(), Origin.LEAST_ROUNDS));
            }
        }
        Map<String, List<String>> commits = new LinkedHashMap<>();
        results.forEach(result -> commits.computeIfAbsent(result.origin().commit(), _ -> new ArrayList<>())
                .add(result.table().workload()));
        return commits.size() == 1 || mixed
                ? Optional.empty()
                : Optional.of("results of several commits " + commits + "; --mixed writes them beside each other");
    }

    private static void keep() throws IOException {
        Files.createDirectories(KEPT);
        for (Path file : jsons(Result.RESULTS)) {
            Result result = Result.load(file);
            String name = result.origin().date() + "-" + result.table().workload() + ".json";
            Files.copy(file, KEPT.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static List<Path> jsons(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    /** Of this workload: the one that was measured here last, else the youngest that was kept. */
    private static Optional<Result> newest(String workload) throws IOException {
        Path here = Result.RESULTS.resolve(workload + ".json");
        if (Files.exists(here)) {
            return Optional.of(Result.load(here));
        }
        Pattern name = Pattern.compile("\\d{4}-\\d{2}-\\d{2}-" + Pattern.quote(workload) + "\\.json");
        List<Path> all = jsons(KEPT).stream()
                .filter(file -> name.matcher(file.getFileName().toString()).matches())
                .toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(Result.load(all.getLast()));
    }

    private static void draw(Table table) throws IOException {
        for (Plot plot : table.plots()) {
            String drawing = plot.form() == Plot.Form.BARS ? new Bars(plot).svg() : new Lines(plot).svg();
            Files.writeString(KEPT.resolve(plot.name() + ".svg"), drawing);
        }
    }

    private static void intoReadme(String figures) throws IOException {
        String readme = Files.readString(README);
        Matcher block = BLOCK.matcher(readme);
        if (!block.find()) {
            throw new IllegalStateException("README.md has no <!-- figures:begin --> and <!-- figures:end -->");
        }
        Files.writeString(
                README,
                block.replaceFirst(
                        found -> Matcher.quoteReplacement(found.group(1) + "\n" + figures + "\n" + found.group(2))));
    }
}
