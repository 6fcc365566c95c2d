package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.Bench;
import io.loyaltymirror.bench.Contestant;
import io.loyaltymirror.bench.Numbers;
import io.loyaltymirror.bench.Plot;
import io.loyaltymirror.bench.Rounds;
import io.loyaltymirror.bench.Table;
import io.loyaltymirror.bench.TableDraft;
import io.loyaltymirror.bench.Workload;
import io.loyaltymirror.bench.subject.Artifact;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast a chain is loaded for the first time without a limit of requests. The whole run reads pages from a stand-in
 * for Altegio that makes them on the same machine; what is compared is the part of PostgreSQL in it: how long it was
 * executing statements, those that did so at the same time counted each. Beside each type that part writes a row of
 * the history and one of sales, which the contestants but one do not. While others use the machine the time in statements
 * is also one of waiting for a processor; PostgreSQL's processor time is not, so it stands beside it.
 */
public final class FirstLoad implements Workload {

    private static final long CHAIN = 840_000;
    private static final String WHOLE = "ours, whole run";
    private static final String STATEMENTS = "ours, in statements";
    private static final String ROW_BY_ROW = "row by row";
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
        return "a first load is faster than row by row, and nearly as fast as COPY";
    }

    @Override
    public Table run(Bench.Settings settings) throws Exception {
        int types = settings.quick() ? 10_000 : 100_000;
        TableDraft draft = Table.of(id(), goal())
                .heads(
                        "artifact",
                        "what",
                        "rows/s",
                        "spread",
                        "× row by row",
                        "× COPY",
                        "CPU of PostgreSQL, ms per 1,000 rows");
        for (Artifact artifact : settings.artifacts()) {
            try (Stage stage = Stage.set(artifact, CHAIN, types)) {
                measure(stage, settings, draft);
            }
        }
        return draft.note("a chain of " + types + " types, loaded by a service that has just started")
                .table();
    }

    private void measure(Stage stage, Bench.Settings settings, TableDraft draft) throws Exception {
        List<Loaded> loads = new ArrayList<>();
        Peers peers = stage.peers();
        Rounds rounds = ByTurns.of(contestants(stage, loads), COPY, settings);
        Loaded ours = Loaded.median(loads.subList(1, loads.size()));
        double cpuMillis = ours.effort().postgres() * 1e6 / stage.types();
        for (String name : rounds.names()) {
            row(
                    stage,
                    rounds,
                    name,
                    name.equals(WHOLE) || name.equals(STATEMENTS) ? cpuMillis : peers.cpuMillis(name),
                    draft);
        }
        verdicts(stage, rounds, cpuMillis, draft);
        draft.note(stage.artifact() + ": " + ours)
                .note(stage.artifact() + ": " + peers.settings())
                .plot(Plot.bars(stage.named(id()), "First load, " + stage.artifact(), "rows/s", rounds, COPY))
                .machine(rounds.machine());
    }

    private static List<Contestant> contestants(Stage stage, List<Loaded> loads) {
        Peers peers = stage.peers();
        return List.of(
                peers.copyTypes(COPY),
                peers.copyAll(COPY_ALL),
                peers.rowByRow(ROW_BY_ROW, "off", true),
                peers.rowByRow(ROW_BY_ROW + ", each commit on disk", "on", true),
                stage.rate(WHOLE, () -> {
                    loads.add(stage.load());
                    return loads.getLast().effort().wall();
                }),
                // Of the same load.
                stage.rate(STATEMENTS, () -> loads.getLast().effort().statements()));
    }

    private static void row(Stage stage, Rounds rounds, String name, double cpuMillis, TableDraft draft) {
        draft.row(
                stage.artifact().toString(),
                name,
                Numbers.figure(rounds.median(name)),
                Numbers.percent(rounds.spread(name)),
                Numbers.ratio(rounds.ratio(name, ROW_BY_ROW)),
                Numbers.ratio(rounds.ratio(name, COPY)),
                Numbers.figure(cpuMillis));
    }

    private static void verdicts(Stage stage, Rounds rounds, double cpuMillis, TableDraft draft) {
        double faster = rounds.ratio(STATEMENTS, ROW_BY_ROW);
        double nearly = rounds.ratio(STATEMENTS, COPY);
        draft.verdict(
                        "%s: in statements at least 4 × row by row: %s (of the whole run %s, by CPU of PostgreSQL %s)"
                                .formatted(
                                        stage.artifact(),
                                        Numbers.ratio(faster),
                                        Numbers.ratio(rounds.ratio(WHOLE, ROW_BY_ROW)),
                                        Numbers.ratio(stage.peers().cpuMillis(ROW_BY_ROW) / cpuMillis)),
                        faster >= FASTER)
                .verdict(
                        "%s: in statements at least 0.6 × COPY of the types alone: %s (by CPU of PostgreSQL %s)"
                                .formatted(
                                        stage.artifact(),
                                        Numbers.ratio(nearly),
                                        Numbers.ratio(stage.peers().cpuMillis(COPY) / cpuMillis)),
                        nearly >= NEARLY);
    }
}
