package io.loyaltymirror.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A {@link Table} in the making. */
public final class TableDraft {

    /** Columns of the README's summary beside those of the artifacts, {@code jar} and {@code native}. */
    public static final String PEERS = "peers";

    /** What no code of ours can exceed. */
    public static final String LIMITS = "limits";

    private final String workload;
    private final String title;
    private final List<List<String>> rows = new ArrayList<>();
    private final List<Table.Verdict> verdicts = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> machine = new ArrayList<>();
    private final List<Plot> plots = new ArrayList<>();
    private final Map<String, String> summary = new LinkedHashMap<>();
    private List<String> heads = List.of();

    TableDraft(String workload, String title) {
        this.workload = workload;
        this.title = title;
    }

    public TableDraft heads(String... heads) {
        this.heads = List.of(heads);
        return this;
    }

    public TableDraft row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** Heads, rows and the machine's state of what was measured by turns, as this table's only rows. */
    public TableDraft rounds(Rounds rounds, String unit) {
        heads = rounds.heads(unit);
        rows.addAll(rounds.rows());
        return machine(rounds.machine());
    }

    public TableDraft verdict(String goal, boolean met) {
        verdicts.add(new Table.Verdict(goal, met ? Table.Outcome.MET : Table.Outcome.MISSED));
        return this;
    }

    /** Nothing can be said of a goal. */
    public TableDraft notJudged(String goal, String why) {
        verdicts.add(new Table.Verdict(goal + ": " + why, Table.Outcome.NOT_JUDGED));
        return this;
    }

    public TableDraft note(String note) {
        notes.add(note);
        return this;
    }

    /** Notes how much was measured, where that is what the settings say. */
    public TableDraft measured(Bench.Settings settings) {
        return note("%d rounds of %d s each"
                .formatted(settings.rounds(), settings.duration().toSeconds()));
    }

    public TableDraft machine(String state) {
        machine.add(state);
        return this;
    }

    public TableDraft plot(Plot plot) {
        plots.add(plot);
        return this;
    }

    /**
     * One cell of the README's summary; said twice of a column both stand there.
     *
     * @param column an artifact's name, {@link #PEERS} or {@link #LIMITS}
     */
    public TableDraft summary(String column, String cell) {
        summary.merge(column, cell, (before, more) -> before + "<br>" + more);
        return this;
    }

    public Table table() {
        return new Table(workload, title, heads, rows, verdicts, notes, String.join(" | ", machine), plots, summary);
    }
}
