package io.loyaltymirror.bench;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A {@link Table} in the making. */
public final class TableDraft {

    private final String workload;
    private final String title;
    private final List<List<String>> rows = new ArrayList<>();
    private final List<Table.Verdict> verdicts = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> machine = new ArrayList<>();
    private final List<Plot> plots = new ArrayList<>();
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
        verdicts.add(new Table.Verdict(goal, met));
        return this;
    }

    public TableDraft note(String note) {
        notes.add(note);
        return this;
    }

    public TableDraft notes(List<String> more) {
        notes.addAll(more);
        return this;
    }

    public TableDraft machine(String state) {
        machine.add(state);
        return this;
    }

    public TableDraft plot(Plot plot) {
        plots.add(plot);
        return this;
    }

    public Table table() {
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        return new Table(workload, title, today, heads, rows, verdicts, notes, String.join(" | ", machine), plots);
    }
}
