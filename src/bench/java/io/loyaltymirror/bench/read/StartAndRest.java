package io.loyaltymirror.bench.read;

import io.loyaltymirror.bench.Bench;
import io.loyaltymirror.bench.Numbers;
import io.loyaltymirror.bench.Rounds;
import io.loyaltymirror.bench.Table;
import io.loyaltymirror.bench.TableDraft;
import io.loyaltymirror.bench.Workload;
import io.loyaltymirror.bench.load.Wrk;
import io.loyaltymirror.bench.machine.Machine;
import io.loyaltymirror.bench.machine.Tool;
import io.loyaltymirror.bench.subject.Artifact;
import io.loyaltymirror.bench.subject.Database;
import io.loyaltymirror.bench.subject.Rows;
import io.loyaltymirror.bench.subject.ServiceProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Each artifact from nothing: its first answer, its memory at rest, its first seconds under load. */
public final class StartAndRest implements Workload {

    private static final Rows ROWS = new Rows(700_001, 1, 100);
    private static final String PATH = Rows.single(ROWS.first(), 42);

    private static final long BETWEEN_LOOKS_MILLIS = 2;
    private static final long AT_REST_MILLIS = 2_000;

    @Override
    public String id() {
        return "W10";
    }

    @Override
    public String goal() {
        return "native: first answer at most 0.05 × the jar's, memory at rest 0.35 ×, as fast in its first 10 s";
    }

    private record Figures(
            Map<String, List<Double>> firstAnswer,
            Map<String, List<Double>> resident,
            Map<String, List<Double>> throughput) {

        static Figures none() {
            return new Figures(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        }

        private static void add(Map<String, List<Double>> figures, Artifact artifact, double figure) {
            figures.computeIfAbsent(artifact.toString(), _ -> new ArrayList<>()).add(figure);
        }
    }

    @Override
    public Table run(Bench.Settings settings) throws Exception {
        List<Artifact> artifacts = new ArrayList<>(settings.artifacts());
        if (artifacts.contains(Artifact.JAR) && Artifact.CACHED_JAR.exists()) {
            artifacts.add(1, Artifact.CACHED_JAR);
        }
        Figures figures = Figures.none();
        try (Database database = Database.start()) {
            ROWS.into(database);
            // The first start reads files that later ones find in the system's memory.
            for (Artifact artifact : artifacts) {
                measure(artifact, database, settings, Figures.none());
            }
            Machine.Watch watch = Machine.watch();
            for (int round = 0; round < settings.rounds(); round++) {
                for (Artifact artifact : artifacts) {
                    measure(artifact, database, settings, figures);
                }
            }
            return table(figures, artifacts, watch.end(), settings);
        }
    }

    private static void measure(Artifact artifact, Database database, Bench.Settings settings, Figures figures)
            throws Exception {
        long begin = System.nanoTime();
        try (ServiceProcess service = ServiceProcess.launch(artifact, database, ServiceProcess.Start.usual())) {
            service.awaitServed(PATH, BETWEEN_LOOKS_MILLIS);
            double millis = (System.nanoTime() - begin) / 1e6;
            Thread.sleep(AT_REST_MILLIS);
            double resident = service.residentKilobytes() / 1024.0;
            double rate = Wrk.of(service.url(PATH)).requestsPerSecond(first(settings));
            Figures.add(figures.firstAnswer, artifact, millis);
            Figures.add(figures.resident, artifact, resident);
            Figures.add(figures.throughput, artifact, rate);
            System.out.printf("  %-20s %.0f ms, %.0f MB, %.0f reads/s%n", artifact, millis, resident, rate);
        }
    }

    private static Duration first(Bench.Settings settings) {
        return settings.quick() ? settings.duration() : Duration.ofSeconds(10);
    }

    private Table table(Figures figures, List<Artifact> artifacts, Machine.State machine, Bench.Settings settings) {
        String first = artifacts.getFirst().toString();
        Rounds answers = Rounds.recorded(figures.firstAnswer, first, machine);
        Rounds memory = Rounds.recorded(figures.resident, first, machine);
        Rounds load = Rounds.recorded(figures.throughput, first, machine);
        TableDraft draft = draft(first, settings).machine(answers.machine());
        for (String name : answers.names()) {
            List<String> cells = new ArrayList<>(List.of(name));
            for (Rounds rounds : List.of(answers, memory, load)) {
                cells.add(Numbers.figure(rounds.median(name)));
                cells.add(Numbers.ratio(rounds.ratio(name, first)));
            }
            draft.row(cells.toArray(String[]::new));
        }
        goals(draft, answers, memory, load);
        return draft.table();
    }

    private TableDraft draft(String first, Bench.Settings settings) {
        String times = "× " + first;
        String note =
                "%d starts of each, by turns; at rest: %d s after the first read; first reads/s: by id, 32 connections, over the first %d s of load";
        return Table.of(id(), "from the start of the process, a database of 100 types there already")
                .heads("artifact", "first read, ms", times, "resident at rest, MB", times, "first reads/s", times)
                .note(note.formatted(
                        settings.rounds(),
                        AT_REST_MILLIS / 1_000,
                        first(settings).toSeconds()));
    }

    @Override
    public Set<Tool> tools() {
        return Set.of(Tool.WRK);
    }

    private static void goals(TableDraft draft, Rounds answers, Rounds memory, Rounds load) {
        for (String name : answers.names()) {
            draft.summary(
                    name.startsWith("jar") ? "jar" : name,
                    "%s%s ms, %s MB, %s reads/s"
                            .formatted(
                                    name.equals(Artifact.CACHED_JAR.toString()) ? "with its cache of classes: " : "",
                                    Numbers.figure(answers.median(name)),
                                    Numbers.figure(memory.median(name)),
                                    Numbers.figure(load.median(name))));
        }
        atMost(draft, answers, "first read", 0.05);
        atMost(draft, memory, "memory at rest", 0.35);
        Goals.atLeast(draft, load, Artifact.NATIVE.toString(), Artifact.JAR.toString(), 1);
    }

    private static void atMost(TableDraft draft, Rounds rounds, String what, double most) {
        String jar = Artifact.JAR.toString();
        String binary = Artifact.NATIVE.toString();
        String goal = "native, " + what + " × the jar's";
        if (rounds.has(jar) && rounds.has(binary)) {
            Goals.atMost(draft, goal, rounds.ratio(binary, jar), most);
        } else {
            draft.notJudged(goal, (rounds.has(jar) ? binary : jar) + " is missing");
        }
    }
}
