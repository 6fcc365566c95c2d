package io.loyaltymirror.bench.figures;

import io.loyaltymirror.bench.Plot;
import io.loyaltymirror.bench.Result;
import io.loyaltymirror.bench.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A result as the README has it, folded. */
final class Markdown {

    private Markdown() {}

    static String section(Result result) {
        Table table = result.table();
        List<String> lines = new ArrayList<>();
        // The blank line behind it makes what follows Markdown again.
        lines.add("<details><summary>" + table.workload() + ": " + escape(table.title()) + "</summary>");
        lines.add("");
        lines.add(row(table.heads()));
        lines.add(row(rule(table.heads().size())));
        table.rows().forEach(row -> lines.add(row(row)));
        lines.add("");
        table.verdicts().forEach(verdict -> lines.add("- " + words(verdict)));
        for (Plot plot : table.plots()) {
            lines.add("");
            lines.add("![%s](src/bench/results/%s.svg)".formatted(plot.title(), plot.name()));
        }
        lines.add("");
        lines.add(origin(result));
        lines.add("");
        lines.add("</details>");
        lines.add("");
        return String.join("\n", lines);
    }

    private static String origin(Result result) {
        Table table = result.table();
        return "(%s, `%s`; `src/bench/run %s`. Machine: %s.%s)"
                .formatted(
                        result.origin().date(),
                        result.origin().commit(),
                        table.workload(),
                        table.machine(),
                        notes(table.notes()));
    }

    private static String words(Table.Verdict verdict) {
        return switch (verdict.outcome()) {
                    case MET -> "Met: ";
                    case MISSED -> "**Missed**: ";
                    case NOT_JUDGED -> "Not judged: ";
                }
                + verdict.goal();
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

    static String row(List<String> cells) {
        return "| "
                + String.join(
                        " | ",
                        cells.stream().map(cell -> cell.replace("|", "\\|")).toList()) + " |";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
