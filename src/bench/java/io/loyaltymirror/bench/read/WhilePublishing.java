package io.loyaltymirror.bench.read;

import io.loyaltymirror.bench.Bench;
import io.loyaltymirror.bench.Numbers;
import io.loyaltymirror.bench.Plot;
import io.loyaltymirror.bench.Rounds;
import io.loyaltymirror.bench.Table;
import io.loyaltymirror.bench.TableDraft;
import io.loyaltymirror.bench.WarmUp;
import io.loyaltymirror.bench.Workload;
import io.loyaltymirror.bench.load.Latencies;
import io.loyaltymirror.bench.load.OpenLoop;
import io.loyaltymirror.bench.load.RawRequest;
import io.loyaltymirror.bench.load.Wrk;
import io.loyaltymirror.bench.machine.Machine;
import io.loyaltymirror.bench.machine.Tool;
import io.loyaltymirror.bench.subject.Artifact;
import io.loyaltymirror.bench.subject.Database;
import io.loyaltymirror.bench.subject.Sandbox;
import io.loyaltymirror.bench.subject.ServiceProcess;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads at half the maximum, by turns with and without a sync that publishes changes of the same chain. */
public final class WhilePublishing implements Workload {

    private static final int CONNECTIONS = 32;
    private static final double MOST = 1.2;
    private static final String NONE = "none";
    private static final String PUBLISHING = "publishing";

    @Override
    public String id() {
        return "W8";
    }

    @Override
    public String goal() {
        return "p99 of reads at half the maximum while a sync publishes is at most 1.2 × without; nothing torn, nothing older";
    }

    @Override
    public Table run(Bench.Settings settings) throws Exception {
        TableDraft draft = Table.of(
                        id(), "reads of a chain of 585 types at half the maximum, milliseconds from the intended time")
                .heads("artifact", "sync", "requests/s", "p50", "p90", "p99", "p99.9", "most");
        List<Plot.Series> lines = new ArrayList<>();
        for (Artifact artifact : settings.artifacts()) {
            try (Database database = Database.start();
                    Sandbox sandbox = Sandbox.start();
                    ServiceProcess service = ServiceProcess.start(artifact, database, start(sandbox))) {
                lines.addAll(measure(artifact, new Publisher(sandbox, service), settings, draft));
            }
        }
        return draft.plot(new Plot(
                        "W8", Plot.Form.QUANTILES, "Reads while a sync publishes", "share of requests", "ms", lines))
                .measured(settings)
                .note(
                        "every answer was checked: one generation always has the same bytes, and no connection saw an older one")
                .table();
    }

    @Override
    public Set<Tool> tools() {
        return Set.of(Tool.WRK);
    }

    private static ServiceProcess.Start start(Sandbox sandbox) {
        return ServiceProcess.Start.usual()
                .with("MIRROR_UPSTREAM_URL", sandbox.url())
                .with("MIRROR_CHAINS", Long.toString(Sandbox.CHAIN))
                .with("MIRROR_UPSTREAM_RATE_PER_SECOND", "0")
                .with("MIRROR_UPSTREAM_RATE_PER_MINUTE", "0")
                .with("MIRROR_UPSTREAM_RATE_RESERVE", "0")
                .with("MIRROR_SYNC_EVERY", "1h")
                .with("MIRROR_SYNC_TICK", "1s");
    }

    private static List<Plot.Series> measure(
            Artifact artifact, Publisher publisher, Bench.Settings settings, TableDraft draft) throws Exception {
        ReadMix mix = ReadMix.of(publisher.service(), Sandbox.CHAIN);
        Consistency consistency = new Consistency(mix::path);
        List<byte[]> requests = mix.paths().stream().map(RawRequest::get).toList();
        Wrk wrk = Wrk.of(publisher.service().url("/")).paths(mix.paths()).connections(CONNECTIONS);
        double maximum = WarmUp.best(settings, wrk::requestsPerSecond);
        OpenLoop half = new OpenLoop(
                publisher.service().port(), CONNECTIONS, maximum / 2, nth -> requests.get(mix.index(nth)), consistency);
        Map<String, Latencies> seen = new LinkedHashMap<>();
        Rounds rounds = rounds(half, publisher, settings, seen);
        seen.forEach((phase, latencies) -> row(draft, artifact, phase, latencies));
        judge(draft, artifact, rounds);
        String note =
                "%s: half of %s requests/s, the most that wrk got; %d publications, %d generations seen; the generator's own part at most %.2f ms (p99)";
        draft.machine(artifact + ": " + rounds.machine())
                .note(note.formatted(
                        artifact,
                        Numbers.figure(maximum),
                        publisher.publications(),
                        consistency.generations(),
                        seen.get(NONE).latenessMillis(99)));
        return seen.entrySet().stream()
                .map(each -> each.getValue().series(artifact + ", sync: " + each.getKey()))
                .toList();
    }

    private static void judge(TableDraft draft, Artifact artifact, Rounds rounds) {
        double ratio = rounds.ratio(PUBLISHING, NONE);
        Goals.atMost(draft, artifact + ": p99 while publishing × without, median of rounds", ratio, MOST);
        draft.summary(
                artifact.toString(),
                "p99 %s ms, without %s ms: %s ×"
                        .formatted(
                                Numbers.figure(rounds.median(PUBLISHING)),
                                Numbers.figure(rounds.median(NONE)),
                                Numbers.ratio(ratio)));
    }

    private static Rounds rounds(
            OpenLoop half, Publisher publisher, Bench.Settings settings, Map<String, Latencies> seen) throws Exception {
        Map<String, List<Double>> figures = new LinkedHashMap<>();
        publisher.during(() -> half.overInTime(settings.duration()));
        Machine.Watch watch = Machine.watch();
        for (int round = 0; round < settings.rounds(); round++) {
            note(seen, figures, NONE, half.overInTime(settings.duration()));
            note(seen, figures, PUBLISHING, publisher.during(() -> half.overInTime(settings.duration())));
        }
        return Rounds.recorded(figures, NONE, watch.end());
    }

    private static void note(
            Map<String, Latencies> seen, Map<String, List<Double>> figures, String phase, Latencies latencies) {
        System.out.printf("  sync: %-10s p99 %.2f ms%n", phase, latencies.millis(99));
        seen.merge(phase, latencies, Latencies::plus);
        figures.computeIfAbsent(phase, _ -> new ArrayList<>()).add(latencies.millis(99));
    }

    private static void row(TableDraft draft, Artifact artifact, String phase, Latencies seen) {
        draft.row(
                artifact.toString(),
                phase,
                Numbers.figure(seen.perSecond()),
                Numbers.figure(seen.millis(50)),
                Numbers.figure(seen.millis(90)),
                Numbers.figure(seen.millis(99)),
                Numbers.figure(seen.millis(99.9)),
                Numbers.figure(seen.millis(100)));
    }
}
