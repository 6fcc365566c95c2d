package io.loyaltymirror.bench.figures;

import io.loyaltymirror.bench.Origin;
import io.loyaltymirror.bench.Result;
import io.loyaltymirror.bench.Table;
import io.loyaltymirror.bench.TableDraft;
import io.loyaltymirror.bench.Workload;
import io.loyaltymirror.bench.subject.Artifact;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The first table of the README's figures: a line for each workload, its goal and what became of it. */
final class Summary {

    private static final String NONE = "–";

    /** As {@link io.loyaltymirror.bench.machine.Machine.State} says it, for one of the artifacts at least. */
    private static final String DISTURBED = "(?s).*\\bdisturbed\\b.*";

    private Summary() {}

    static String of(List<Workload> workloads, Map<String, Result> results) {
        List<String> lines = new ArrayList<>(origins(results.values()));
        lines.add("");
        List<String> heads = List.of("", "goal", "jar", "native", "peers", "limits", "goal met");
        lines.add(Markdown.row(heads));
        lines.add(Markdown.row(heads.stream().map(_ -> "---").toList()));
        for (Workload workload : workloads) {
            Result result = results.get(workload.id());
            lines.add(
                    result == null
                            ? Markdown.row(
                                    List.of(workload.id(), workload.goal(), NONE, NONE, NONE, NONE, "not measured"))
                            : Markdown.row(cells(workload, result.table())));
        }
        lines.add("");
        return String.join("\n", lines);
    }

    /** Machine and commit, which are mostly the same of all. */
    private static List<String> origins(Collection<Result> results) {
        return results.stream()
                .collect(Collectors.groupingBy(result -> origin(result.origin()), TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(each -> each.getKey() + ": "
                        + each.getValue().stream()
                                .map(result -> result.table().workload())
                                .collect(Collectors.joining(", "))
                        + ".\n")
                .toList();
    }

    private static String origin(Origin origin) {
        return "Commit `%s`, %s, medians of %d rounds, on %s"
                .formatted(origin.commit(), origin.date(), origin.rounds(), origin.machine());
    }

    private static List<String> cells(Workload workload, Table table) {
        return List.of(
                workload.id(),
                workload.goal(),
                ours(table, Artifact.JAR),
                ours(table, Artifact.NATIVE),
                table.summary().getOrDefault(TableDraft.PEERS, NONE),
                table.summary().getOrDefault(TableDraft.LIMITS, NONE),
                met(table.verdicts()) + (table.machine().matches(DISTURBED) ? " (disturbed)" : ""));
    }

    /** The workload's own words, else the verdicts about this artifact. */
    private static String ours(Table table, Artifact artifact) {
        String name = artifact.toString();
        String verdicts = table.verdicts().stream()
                .filter(verdict -> verdict.outcome() != Table.Outcome.NOT_JUDGED)
                .map(Table.Verdict::goal)
                .filter(goal -> goal.matches(name + "\\b.*"))
                .map(goal -> goal.replaceFirst("^" + name + "(: | is )?", ""))
                .collect(Collectors.joining("<br>"));
        return table.summary().getOrDefault(name, verdicts.isEmpty() ? NONE : verdicts);
    }

    private static String met(List<Table.Verdict> verdicts) {
        List<String> words = new ArrayList<>();
        for (Table.Outcome outcome : Table.Outcome.values()) {
            long count = verdicts.stream()
                    .filter(verdict -> verdict.outcome() == outcome)
                    .count();
            if (count == verdicts.size()) {
                return verdicts.isEmpty() ? NONE : bold(outcome);
            }
            if (count > 0) {
                words.add(count + " " + bold(outcome));
            }
        }
        return String.join(", ", words);
    }

    private static String bold(Table.Outcome outcome) {
        return outcome == Table.Outcome.MISSED ? "**missed**" : outcome.toString();
    }
}
