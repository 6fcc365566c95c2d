package io.loyaltymirror.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a workload came to.
 *
 * @param workload its id
 * @param title what was measured, in one line
 * @param date the day, {@code 2026-11-26}
 * @param heads of the columns
 * @param rows as many cells each as there are heads
 * @param verdicts the goals, met or missed
 * @param notes what was left out, and what one has to know to read the figures
 * @param machine whether it was disturbed, and by what
 * @param plots what is worth a picture
 */
public record Table(
        String workload,
        String title,
        String date,
        List<String> heads,
        List<List<String>> rows,
        List<Verdict> verdicts,
        List<String> notes,
        String machine,
        List<Plot> plots) {

    public static final Path RESULTS = Path.of("target", "bench", "results");

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /**
     * One goal.
     *
     * @param goal what is wanted and what was measured
     * @param met whether it is so
     */
    public record Verdict(String goal, boolean met) {

        @Override
        public String toString() {
            return (met ? "met:    " : "MISSED: ") + goal;
        }
    }

    public Table {
        for (List<String> row : rows) {
            if (row.size() != heads.size()) {
                throw new IllegalArgumentException("a row of another length than the heads: " + row);
            }
        }
    }

    /** A table that is filled in step by step. */
    public static TableDraft of(String workload, String title) {
        return new TableDraft(workload, title);
    }

    /** The same with a note that says how much was measured. */
    Table measuredWith(Bench.Settings settings) {
        List<String> more = new ArrayList<>(notes);
        more.add("%d rounds of %d s each%s"
                .formatted(
                        settings.rounds(),
                        settings.duration().toSeconds(),
                        settings.quick() ? ", only a try, to see that it works" : ""));
        return new Table(workload, title, date, heads, rows, verdicts, more, machine, plots);
    }

    /** {@code target/bench/results/<workload>.json}, in place of an older one. */
    public Path save() throws IOException {
        Files.createDirectories(RESULTS);
        Path file = RESULTS.resolve(workload + ".json");
        MAPPER.writeValue(file.toFile(), this);
        return file;
    }

    public static Table load(Path file) throws IOException {
        return MAPPER.readValue(file.toFile(), Table.class);
    }

    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        lines.add(workload + ": " + title);
        int[] widths = widths();
        lines.add(line(heads, widths));
        rows.forEach(row -> lines.add(line(row, widths)));
        lines.add("machine: " + machine);
        verdicts.forEach(verdict -> lines.add(verdict.toString()));
        notes.forEach(note -> lines.add("note: " + note));
        return String.join("\n", lines);
    }

    private int[] widths() {
        int[] widths = new int[heads.size()];
        Stream.concat(Stream.of(heads), rows.stream()).forEach(row -> {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        });
        return widths;
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder("| ");
        for (int column = 0; column < widths.length; column++) {
            String blanks = " ".repeat(widths[column] - cells.get(column).length());
            line.append(column == 0 ? cells.get(column) + blanks : blanks + cells.get(column))
                    .append(" | ");
        }
        return line.toString().stripTrailing();
    }
}
