package io.loyaltymirror.bench.read;

import io.loyaltymirror.bench.Bench;
import io.loyaltymirror.bench.Plot;
import io.loyaltymirror.bench.Table;
import io.loyaltymirror.bench.TableDraft;
import io.loyaltymirror.bench.Workload;
import io.loyaltymirror.bench.machine.Tool;
import io.loyaltymirror.bench.subject.Artifact;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What becomes slower, or takes more, as a mirror grows: by chains, by the types of one chain, and in a sync of it. */
public final class Growth implements Workload {

    /** What counts as flat. */
    static final double MOST = 1.15;

    @Override
    public String id() {
        return "W11";
    }

    @Override
    public String goal() {
        return "from 1,000 types to a million, in 1 chain or 1,000, reads by id and of lists, a row's work in a resync, and memory beyond the snapshots' bound stay within 1.15 ×";
    }

    @Override
    public Set<Tool> tools() {
        return Set.of(Tool.WRK);
    }

    @Override
    public Table run(Bench.Settings settings) throws Exception {
        Bench.Settings halved = halved(settings);
        TableDraft draft = Table.of(id(), "a mirror that grows by chains and by the types of one chain")
                .heads(
                        "artifact",
                        "what grows",
                        "types",
                        "by id/s",
                        "list of 100/s",
                        "by id anywhere/s",
                        "resident, MB");
        List<Plot.Series> lines = new ArrayList<>();
        try (GrowthByChains chains = new GrowthByChains(halved);
                GrowthByTypes types = new GrowthByTypes(halved)) {
            for (Artifact artifact : settings.artifacts()) {
                lines.addAll(chains.measure(artifact, draft));
                lines.addAll(types.measure(artifact, draft));
                types.measureSyncs(artifact, draft);
            }
        }
        return draft.measured(halved)
                .plot(new Plot("W11", Plot.Form.LINES, "Reads as the mirror grows", "types", "reads/s", lines))
                .table();
    }

    /** There is much to measure. */
    private static Bench.Settings halved(Bench.Settings settings) {
        Duration half = Duration.ofSeconds(Math.max(1, settings.duration().toSeconds() / 2));
        return new Bench.Settings(settings.rounds(), half, settings.artifacts(), settings.quick());
    }
}
