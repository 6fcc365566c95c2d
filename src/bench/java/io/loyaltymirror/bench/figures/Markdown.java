package io.loyaltymirror.bench.figures;

import io.loyaltymirror.bench.Plot;
import io.loyaltymirror.bench.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A result as the README has it. */
final class Markdown {

    private Markdown() {}

    static String section(Table table) {
        List<String> lines = new ArrayList<>();
        lines.add("### " + table.workload() + ": " + table.title());
        lines.add("");
        lines.add(row(table.heads()));
        lines.add(row(rule(table.heads().size())));
        table.rows().forEach(row -> lines.add(row(row)));
        lines.add("");
        for (Table.Verdict verdict : table.verdicts()) {
            lines.add("- " + (verdict.met() ? "Met: " : "**Missed**: ") + verdict.goal());
        }
        for (Plot plot : table.plots()) {
            lines.add("");
            lines.add("![%s](src/bench/results/%s.svg)".formatted(plot.title(), plot.name()));
        }
        lines.add("");
        lines.add("(%s; `src/bench/run %s`. Machine: %s.%s)"
                .formatted(table.date(), table.workload(), table.machine(), notes(table.notes())));
        lines.add("");
        return String.join("\n", lines);
    }

    private static String notes(List<String> notes) {
        StringBuilder all = new StringBuilder();
        for (String note : notes) {
            all.append(' ')
                    .append(Character.toUpperCase(note.charAt(0)))
                    .append(note.substring(1))
                    .append('.');
        }
        return all.toString();
    }

    private static List<String> rule(int columns) {
        List<String> rule = new ArrayList<>(Collections.nCopies(columns, "--:"));
        rule.set(0, "---");
        return rule;
    }

    private static String row(List<String> cells) {
        return "| "
                + String.join(
                        " | ",
                        cells.stream().map(cell -> cell.replace("|", "\\|")).toList()) + " |";
    }
}
