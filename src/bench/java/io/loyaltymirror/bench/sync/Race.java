package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.Bench;
import io.loyaltymirror.bench.Numbers;
import io.loyaltymirror.bench.Plot;
import io.loyaltymirror.bench.Rounds;
import io.loyaltymirror.bench.TableDraft;
import io.loyaltymirror.bench.machine.Machine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * Contestants who do the same work by turns, each once for nothing before. They are judged by rows for each second of
 * PostgreSQL's processor time, and how fast they were stands beside it.
 */
final class Race {

    private final Map<String, List<Effort>> efforts = new LinkedHashMap<>();
    private final List<String> references;
    private final Machine.State machine;

    /**
     * Does it all.
     *
     * @param references those that all are compared with, the first one as the steady one
     */
    Race(Map<String, Callable<Effort>> contestants, List<String> references, int rounds) throws Exception {
        this.references = references;
        for (Callable<Effort> contestant : contestants.values()) {
            contestant.call();
        }
        Machine.Watch watch = Machine.watch();
        for (int round = 1; round <= rounds; round++) {
            for (Map.Entry<String, Callable<Effort>> contestant : contestants.entrySet()) {
                add(round, contestant.getKey(), contestant.getValue().call());
            }
        }
        machine = watch.end();
    }

    private void add(int round, String name, Effort effort) {
        efforts.computeIfAbsent(name, _ -> new ArrayList<>()).add(effort);
        System.out.printf(
                Locale.ROOT,
                "  round %d  %-36s %,10.0f rows/s, %,10.0f a second of PostgreSQL's CPU%n",
                round,
                name,
                effort.rowsPerSecond(),
                effort.rowsPerPostgresSecond());
    }

    /** Rows for each second of PostgreSQL's processor time. */
    Rounds byCpu() {
        return rounds(Effort::rowsPerPostgresSecond);
    }

    /** Rows a second. */
    Rounds byTime() {
        return rounds(Effort::rowsPerSecond);
    }

    private Rounds rounds(Function<Effort, Double> figure) {
        Map<String, List<Double>> figures = new LinkedHashMap<>();
        efforts.forEach(
                (name, all) -> figures.put(name, all.stream().map(figure).toList()));
        return Rounds.recorded(figures, references.getFirst(), machine);
    }

    Effort median(String name) {
        return Effort.median(efforts.get(name));
    }

    /** What all of them did, in words. */
    static String said(Bench.Settings settings) {
        return "each once for nothing, then %d times by turns, as long as it takes; row by row at most %s rows"
                .formatted(settings.rounds(), Peers.ONE_BY_ONE);
    }

    /** The heads of {@link #rows}. */
    static String[] heads(String... references) {
        List<String> heads = new ArrayList<>(List.of("artifact", "what", "CPU of PostgreSQL, ms per 1,000 rows"));
        heads.addAll(compared(references));
        heads.addAll(List.of("spread", "rows/s"));
        heads.addAll(compared(references));
        heads.addAll(List.of("CPU of the service, ms per 1,000 rows", "of the stand-in"));
        return heads.toArray(String[]::new);
    }

    private static List<String> compared(String... references) {
        return List.of(references).stream().map(each -> "× " + each).toList();
    }

    /** A row for each contestant. */
    void rows(String artifact, TableDraft draft) {
        Rounds cpu = byCpu();
        Rounds time = byTime();
        for (String name : efforts.keySet()) {
            String spread = Numbers.percent(cpu.spread(name));
            row(artifact, name, median(name), ratios(name, cpu), spread, ratios(name, time), draft);
        }
    }

    private List<String> ratios(String name, Rounds rounds) {
        return references.stream()
                .map(each -> Numbers.ratio(rounds.ratio(name, each)))
                .toList();
    }

    /** A row of something that was not measured by turns with them: nothing is compared. */
    void rowBeside(String artifact, String name, Effort effort, TableDraft draft) {
        List<String> blanks = Collections.nCopies(references.size(), "");
        row(artifact, name, effort, blanks, "", blanks, draft);
    }

    private static void row(
            String artifact,
            String name,
            Effort effort,
            List<String> byCpu,
            String spread,
            List<String> byTime,
            TableDraft draft) {
        List<String> cells = new ArrayList<>(List.of(artifact, name, Numbers.figure(effort.millis(Effort::postgres))));
        cells.addAll(byCpu);
        cells.addAll(List.of(spread, Numbers.figure(effort.rowsPerSecond())));
        cells.addAll(byTime);
        cells.addAll(List.of(orNothing(effort.millis(Effort::service)), orNothing(effort.millis(Effort::altegio))));
        draft.row(cells.toArray(String[]::new));
    }

    private static String orNothing(double figure) {
        return figure == 0 ? "" : Numbers.figure(figure);
    }

    /** What it looks like, and what the machine did. */
    void draw(String file, String title, TableDraft draft) {
        Rounds cpu = byCpu();
        draft.plot(Plot.bars(file, title, "rows for a second of PostgreSQL's CPU", cpu, references.getFirst()))
                .machine(cpu.machine());
    }
}
