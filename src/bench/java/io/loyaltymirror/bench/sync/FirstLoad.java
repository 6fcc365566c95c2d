package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.Bench;
import io.loyaltymirror.bench.Numbers;
import io.loyaltymirror.bench.Rounds;
import io.loyaltymirror.bench.Table;
import io.loyaltymirror.bench.TableDraft;
import io.loyaltymirror.bench.Workload;
import io.loyaltymirror.bench.subject.Artifact;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * How a chain is loaded for the first time without a limit of requests. Compared is PostgreSQL's processor time for a
 * type: the time that passes is mostly that of a stand-in for Altegio that makes pages on the same machine, so it only
 * stands beside it. Beside each type ours writes a row of the history and one of sales, which the contestants but one
 * do not.
 */
public final class FirstLoad implements Workload {

    private static final long CHAIN = 840_000;
    private static final String OURS = "ours";
    private static final String COPY = "COPY of the types";
    private static final String COPY_ALL = "COPY of types, history and sales";
    private static final double FASTER = 4;
    private static final double NEARLY = 0.6;

    @Override
    public String id() {
        return "W4";
    }

    @Override
    public String goal() {
        return "a first load takes less of PostgreSQL than row by row, and hardly more than COPY";
    }

    @Override
    public Table run(Bench.Settings settings) throws Exception {
        TableDraft draft = Table.of(id(), goal()).heads(Race.heads(COPY, Peers.ROW_BY_ROW));
        for (Artifact artifact : settings.artifacts()) {
            try (LoadedMirror loaded = LoadedMirror.open(artifact, CHAIN, settings)) {
                measure(loaded, settings, draft);
            }
        }
        return draft.note("a chain of %,d types, loaded into an empty database by a service that has just started; %s"
                        .formatted(LoadedMirror.types(settings), Race.said(settings)))
                .table();
    }

    private void measure(LoadedMirror loaded, Bench.Settings settings, TableDraft draft) throws Exception {
        Peers peers = loaded.peers();
        Map<String, Callable<Effort>> contestants = new LinkedHashMap<>();
        contestants.put(COPY, peers.copyTypes());
        contestants.put(COPY_ALL, peers.copyAll());
        contestants.put(Peers.ROW_BY_ROW, peers.rowByRow(true));
        contestants.put(Peers.ON_DISK, peers.rowByRowOnDisk(true));
        contestants.put(OURS, loaded::load);
        Race race = new Race(contestants, List.of(COPY, Peers.ROW_BY_ROW), settings.rounds());
        String artifact = loaded.artifact().toString();
        race.rows(artifact, draft);
        verdicts(artifact, race, draft);
        draft.note(artifact + ": " + peers.settings());
        race.draw(loaded.named(id()), "First load, " + artifact, draft);
    }

    private static void verdicts(String artifact, Race race, TableDraft draft) {
        Rounds cpu = race.byCpu();
        Rounds time = race.byTime();
        double faster = cpu.ratio(OURS, Peers.ROW_BY_ROW);
        double nearly = cpu.ratio(OURS, COPY);
        draft.verdict(
                        "%s: by PostgreSQL's CPU at least 4 × row by row: %s (by time %s)"
                                .formatted(
                                        artifact,
                                        Numbers.ratio(faster),
                                        Numbers.ratio(time.ratio(OURS, Peers.ROW_BY_ROW))),
                        faster >= FASTER)
                .verdict(
                        "%s: by PostgreSQL's CPU at least 0.6 × COPY of the types alone: %s (of all that ours writes %s; by time %s)"
                                .formatted(
                                        artifact,
                                        Numbers.ratio(nearly),
                                        Numbers.ratio(cpu.ratio(OURS, COPY_ALL)),
                                        Numbers.ratio(time.ratio(OURS, COPY))),
                        nearly >= NEARLY);
    }
}
