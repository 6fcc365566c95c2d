package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.Bench;
import io.loyaltymirror.bench.Numbers;
import io.loyaltymirror.bench.Plot;
import io.loyaltymirror.bench.Rounds;
import io.loyaltymirror.bench.Table;
import io.loyaltymirror.bench.TableDraft;
import io.loyaltymirror.bench.Workload;
import io.loyaltymirror.bench.subject.Artifact;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a sync takes of which nothing changed, without a limit of requests: what PostgreSQL writes and works, and where the
 * time goes. Its part in the time is how long it was executing statements; those that did so at the same time count
 * each, so that part is never told too small.
 */
public final class QuietResync implements Workload {

    private static final long CHAIN = 830_000;
    private static final String ROW_BY_ROW = "row by row";
    private static final String STATEMENTS = "ours, in statements";
    private static final double FASTER = 20;
    private static final double CPU_MILLIS = 3;
    private static final long WAL_BYTES = 12_000;

    @Override
    public String id() {
        return "W2";
    }

    @Override
    public String goal() {
        return "a sync of which nothing changed writes next to nothing and takes next to nothing of PostgreSQL";
    }

    @Override
    public Table run(Bench.Settings settings) throws Exception {
        int types = settings.quick() ? 10_000 : 100_000;
        TableDraft draft = Table.of(id(), goal())
                .heads(
                        "what",
                        "rows/s",
                        "× row by row",
                        "wall, s",
                        "in statements, s",
                        "CPU of PostgreSQL, s",
                        "of the service, s",
                        "of the stand-in, s");
        for (Artifact artifact : settings.artifacts()) {
            try (Stage stage = Stage.set(artifact, CHAIN, types)) {
                measure(stage, settings, draft);
            }
        }
        return draft.note("a chain of " + types
                        + " types; the ratio to row by row is that of the time in statements alone")
                .note(
                        "from memory: pages that were recorded before, answered by this process, so that nobody makes them meanwhile")
                .table();
    }

    private void measure(Stage stage, Bench.Settings settings, TableDraft draft) throws Exception {
        List<Effort> ours = new ArrayList<>();
        Peers peers = stage.peers();
        peers.fill();
        Rounds rounds = ByTurns.of(
                List.of(
                        peers.rowByRow(ROW_BY_ROW, "off", false),
                        peers.rowByRow(ROW_BY_ROW + ", each commit on disk", "on", false),
                        stage.rate(STATEMENTS, () -> stage.quiet(ours).statements())),
                ROW_BY_ROW,
                settings);
        Effort effort = Effort.median(ours.subList(1, ours.size()));
        draft.row(cells(stage, "", effort, rounds.ratio(STATEMENTS, ROW_BY_ROW)));
        draft.row(cells(stage, ", from memory", Effort.median(recorded(stage, settings)), Double.NaN));
        rows(rounds, stage, draft);
        verdicts(rounds, effort, stage, draft);
        draft.plot(Plot.bars(stage.named(id()), "Nothing changed, " + stage.artifact(), "rows/s", rounds, ROW_BY_ROW))
                .machine(rounds.machine());
    }

    /** Beside an upstream that makes no pages. */
    private static List<Effort> recorded(Stage stage, Bench.Settings settings) throws Exception {
        List<Effort> efforts = new ArrayList<>();
        stage.site().altegio().forgetRequests();
        stage.quiet(new ArrayList<>());
        List<SeenRequest> requests = stage.site().altegio().requests();
        try (Recorded recorded = new Recorded(stage.site().altegio(), requests);
                Site site = stage.another(recorded.base())) {
            site.sync(CHAIN, Site.CERTIFICATES);
            for (int round = 0; round < settings.rounds(); round++) {
                efforts.add(stage.quiet(site));
            }
        }
        return efforts;
    }

    private static void rows(Rounds rounds, Stage stage, TableDraft draft) {
        for (String name : rounds.names()) {
            if (name.startsWith(ROW_BY_ROW)) {
                draft.row(
                        stage.artifact() + ": " + name,
                        Numbers.figure(rounds.median(name)),
                        Numbers.ratio(rounds.ratio(name, ROW_BY_ROW)),
                        Numbers.figure(stage.types() / rounds.median(name)),
                        "",
                        Numbers.figure(stage.peers().cpuMillis(name) * stage.types() / 1e6),
                        "",
                        "");
            }
        }
    }

    private static String[] cells(Stage stage, String how, Effort effort, double ratio) {
        List<String> cells = new ArrayList<>();
        cells.add(stage.artifact() + ": ours" + how);
        cells.add(Numbers.figure(stage.types() / effort.wall()));
        cells.add(Double.isNaN(ratio) ? "" : Numbers.ratio(ratio));
        List<ToDoubleFunction<Effort>> parts =
                List.of(Effort::wall, Effort::statements, Effort::postgres, Effort::service, Effort::altegio);
        parts.forEach(part -> cells.add(Numbers.figure(part.applyAsDouble(effort))));
        return cells.toArray(String[]::new);
    }

    private static void verdicts(Rounds rounds, Effort effort, Stage stage, TableDraft draft) throws Exception {
        double ratio = rounds.ratio(STATEMENTS, ROW_BY_ROW);
        double whole = stage.types() / effort.wall() / rounds.median(ROW_BY_ROW);
        double millis = effort.postgres() * 1e3 / (stage.types() / 1e3);
        draft.verdict(
                        "%s: in statements at least 20 × row by row: %s (of the whole run %s)"
                                .formatted(stage.artifact(), Numbers.ratio(ratio), Numbers.ratio(whole)),
                        ratio >= FASTER)
                .verdict(
                        "%s: at most 3 ms of PostgreSQL's CPU for 1,000 rows: %s"
                                .formatted(stage.artifact(), Numbers.figure(millis)),
                        millis <= CPU_MILLIS);
        writes(QuietWrites.of(stage.site(), CHAIN), stage, draft);
    }

    private static void writes(QuietWrites writes, Stage stage, TableDraft draft) throws Exception {
        Wal wal = writes.wal();
        draft.verdict(
                        "%s: no version of a type's row, and no byte of WAL about them: %d versions, %d bytes"
                                .formatted(stage.artifact(), writes.versions(), wal.typeBytes()),
                        writes.versions() == 0 && wal.typeBytes() == 0)
                .verdict(
                        "%s: at most 12 kB of WAL in the whole run, without full-page images: %,d bytes"
                                .formatted(stage.artifact(), wal.bytes()),
                        wal.bytes() <= WAL_BYTES)
                .note(stage.artifact() + ": WAL of the quiet run: " + wal.summary())
                .note(stage.artifact() + ": " + stage.peers().settings());
    }
}
