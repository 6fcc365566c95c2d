package io.loyaltymirror.bench.figures;

import io.loyaltymirror.bench.Plot;
import io.loyaltymirror.bench.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
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
     * @param workloads their ids, in the README's order
     * @return the exit code
     */
    public static int write(List<String> workloads) throws IOException {
        Files.createDirectories(KEPT);
        for (Path result : jsons(Table.RESULTS)) {
            Table table = Table.load(result);
            Files.copy(
                    result,
                    KEPT.resolve(table.date() + "-" + table.workload() + ".json"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> sections = new ArrayList<>();
        for (String workload : workloads) {
            for (Path newest : newest(workload)) {
                Table table = Table.load(newest);
                draw(table);
                sections.add(Markdown.section(table));
                System.out.println("written: " + newest);
            }
        }
        intoReadme(String.join("\n", sections));
        return 0;
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

    /** Of this workload; none or one. */
    private static List<Path> newest(String workload) throws IOException {
        Pattern name = Pattern.compile("\\d{4}-\\d{2}-\\d{2}-" + Pattern.quote(workload) + "\\.json");
        List<Path> all = jsons(KEPT).stream()
                .filter(file -> name.matcher(file.getFileName().toString()).matches())
                .toList();
        return all.isEmpty() ? all : List.of(all.getLast());
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
