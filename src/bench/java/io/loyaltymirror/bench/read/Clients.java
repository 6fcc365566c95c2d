package io.loyaltymirror.bench.read;

import io.loyaltymirror.bench.Bench;
import io.loyaltymirror.bench.Contestant;
import io.loyaltymirror.bench.Numbers;
import io.loyaltymirror.bench.Plot;
import io.loyaltymirror.bench.Rounds;
import io.loyaltymirror.bench.Table;
import io.loyaltymirror.bench.TableDraft;
import io.loyaltymirror.bench.Workload;
import io.loyaltymirror.bench.load.Exchange;
import io.loyaltymirror.bench.load.Latencies;
import io.loyaltymirror.bench.load.OpenLoop;
import io.loyaltymirror.bench.load.RawRequest;
import io.loyaltymirror.bench.load.Wrk;
import io.loyaltymirror.bench.machine.Tool;
import io.loyaltymirror.bench.subject.Artifact;
import io.loyaltymirror.bench.subject.Database;
import io.loyaltymirror.bench.subject.Rows;
import io.loyaltymirror.bench.subject.ServiceProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One type by its id, asked for by 1 to 128 clients. */
public final class Clients implements Workload {

    private static final List<Integer> NUMBERS = List.of(1, 2, 8, 32, 128);
    private static final int USUAL = 32;
    private static final Rows ROWS = new Rows(700_001, 1, 100);
    private static final String PATH = Rows.single(ROWS.first(), 42);

    private static final double FALL = 0.8;

    @Override
    public String id() {
        return "clients";
    }

    @Override
    public String goal() {
        return "128 clients get at least 0.8 × the reads a second that 32 get";
    }

    @Override
    public Table run(Bench.Settings settings) throws Exception {
        TableDraft draft = Table.of(
                        id(),
                        "one type by its id; latency by open loop at half of that throughput, or of its generator's own")
                .heads("artifact", "clients", "reads/s", "spread", "asked/s", "p50, ms", "p99, ms");
        List<Plot.Series> lines = new ArrayList<>();
        try (Database database = Database.start()) {
            ROWS.into(database);
            for (Artifact artifact : settings.artifacts()) {
                try (ServiceProcess service = ServiceProcess.start(artifact, database, ServiceProcess.Start.usual())) {
                    service.awaitServed(PATH);
                    lines.add(measure(artifact, service, settings, draft));
                }
            }
        }
        return draft.measured(settings)
                .plot(new Plot("clients", Plot.Form.LINES, "Reads by id", "clients", "reads/s", lines))
                .table();
    }

    @Override
    public Set<Tool> tools() {
        return Set.of(Tool.WRK);
    }

    private static Plot.Series measure(
            Artifact artifact, ServiceProcess service, Bench.Settings settings, TableDraft draft) throws Exception {
        List<Contestant> contestants = NUMBERS.stream()
                .map(number -> Wrk.of(service.url(PATH)).connections(number).named(name(number)))
                .map(each -> artifact == Artifact.NATIVE ? each.whichIsPrecompiled() : each)
                .toList();
        Rounds rounds = Rounds.of(contestants, name(USUAL), settings);
        for (int number : NUMBERS) {
            draft.row(row(artifact, number, service, rounds, settings));
        }
        draft.machine(artifact + ": " + rounds.machine());
        double ratio = rounds.ratio(name(128), name(USUAL));
        Words.rate(draft, artifact.toString(), rounds, name(USUAL), "reads/s by 32 clients");
        Words.rate(draft, artifact.toString(), rounds, name(128), "by 128");
        draft.verdict("%s: 128 clients get %s × what 32 get".formatted(artifact, Numbers.ratio(ratio)), ratio >= FALL);
        return new Plot.Series(
                artifact.toString(),
                NUMBERS.stream()
                        .map(number -> new Plot.Point(number, rounds.median(name(number)), ""))
                        .toList());
    }

    // Over one or two connections the generator is slower than wrk; beyond its own maximum latencies would be its
    // queue.
    private static String[] row(
            Artifact artifact, int number, ServiceProcess service, Rounds rounds, Bench.Settings settings)
            throws IOException {
        byte[] request = RawRequest.get(PATH);
        double own = OpenLoop.closed(service.port(), number, _ -> request, Exchange.Check.status(200))
                .over(settings.duration())
                .perSecond();
        double half = Math.min(rounds.median(name(number)), own) / 2;
        Latencies seen = new OpenLoop(service.port(), number, half, _ -> request, Exchange.Check.status(200))
                .overInTime(settings.duration());
        return new String[] {
            artifact.toString(),
            Integer.toString(number),
            Numbers.figure(rounds.median(name(number))),
            Numbers.percent(rounds.spread(name(number))),
            Numbers.figure(seen.perSecond()),
            Numbers.figure(seen.millis(50)),
            Numbers.figure(seen.millis(99))
        };
    }

    private static String name(int clients) {
        return clients == 1 ? "1 client" : clients + " clients";
    }
}
