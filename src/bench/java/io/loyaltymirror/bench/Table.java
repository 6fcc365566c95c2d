package io.loyaltymirror.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a workload came to.
 *
 * @param workload its id
 * @param title what was measured, in one line
 * @param heads of the columns
 * @param rows as many cells each as there are heads
 * @param verdicts the goals, met or missed
 * @param notes what was left out, and what one has to know to read the figures
 * @param machine whether it was disturbed, and by what
 * @param plots what is worth a picture
 * @param summary the README's cells of it by column, {@link TableDraft#summary}; where one is missing, the verdicts stand
 */
public record Table(
        String workload,
        String title,
        List<String> heads,
        List<List<String>> rows,
        List<Verdict> verdicts,
        List<String> notes,
        String machine,
        List<Plot> plots,
        Map<String, String> summary) {

    /** What became of a goal. */
    public enum Outcome {
        MET("met"),
        MISSED("MISSED"),
        /** Something that it needs was not there. */
        NOT_JUDGED("not judged");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /**
     * One goal.
     *
     * @param goal what is wanted and what was measured, or what is missing
     */
    public record Verdict(String goal, Outcome outcome) {

        @Override
        public String toString() {
            return outcome + ": " + goal;
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

    /** The same, with what nothing is known of. */
    Table without(List<Verdict> notJudged) {
        List<Verdict> all = new ArrayList<>(verdicts);
        all.addAll(notJudged);
        return new Table(workload, title, heads, rows, all, notes, machine, plots, summary);
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
