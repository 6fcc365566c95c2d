package io.loyaltymirror.bench.read;

import io.loyaltymirror.bench.Bench;
import io.loyaltymirror.bench.Numbers;
import io.loyaltymirror.bench.Table;
import io.loyaltymirror.bench.TableDraft;
import io.loyaltymirror.bench.WarmUp;
import io.loyaltymirror.bench.Workload;
import io.loyaltymirror.bench.load.Exchange;
import io.loyaltymirror.bench.load.Latencies;
import io.loyaltymirror.bench.load.OpenLoop;
import io.loyaltymirror.bench.load.RawRequest;
import io.loyaltymirror.bench.machine.Machine;
import io.loyaltymirror.bench.machine.MemoryLimit;
import io.loyaltymirror.bench.subject.Artifact;
import io.loyaltymirror.bench.subject.Database;
import io.loyaltymirror.bench.subject.Rows;
import io.loyaltymirror.bench.subject.ServiceProcess;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** A thousand chains of a hundred types, read at random in 256 MiB: more than fit. */
public final class Memory implements Workload {

    private static final long LIMIT_KILOBYTES = 256 * 1024;
    private static final Rows ROWS = new Rows(700_001, 1_000, 100);
    private static final int CONNECTIONS = 32;

    private static final String SNAPSHOTS = "mirror_snapshots_reads";
    private static final String HIT = "outcome=\"hit\"";

    /** As the images start it. */
    private static final Map<Artifact, String> HEAP =
            Map.of(Artifact.JAR, "-XX:MaxRAMPercentage=60", Artifact.NATIVE, "-XX:MaximumHeapSizePercent=60");

    /** 60 % of 256 MiB, where no limit tells the process how much there is. */
    private static final String SAME_HEAP = "-Xmx153m";

    @Override
    public String id() {
        return "memory";
    }

    @Override
    public String goal() {
        return "1,000 chains of 100 types are read at random within 256 MiB, and no read fails";
    }

    @Override
    public Table run(Bench.Settings settings) throws Exception {
        TableDraft draft = Table.of(id(), "1,000 chains of 100 types, by id at random at half the maximum")
                .heads(
                        "artifact",
                        "requests/s",
                        "requests",
                        "p50, ms",
                        "p99, ms",
                        "hits",
                        "most resident, MB",
                        "limit");
        try (Database database = Database.start()) {
            ROWS.into(database);
            for (Artifact artifact : settings.artifacts()) {
                measure(artifact, database, settings, draft);
            }
        }
        return draft.table();
    }

    private static void measure(Artifact artifact, Database database, Bench.Settings settings, TableDraft draft)
            throws Exception {
        Optional<MemoryLimit> limit = MemoryLimit.of(LIMIT_KILOBYTES * 1024);
        try {
            List<String> heap =
                    List.of(limit.isPresent() ? HEAP.get(artifact) : SAME_HEAP, "-XX:+ExitOnOutOfMemoryError");
            List<String> wrapper = limit.map(MemoryLimit::wrapper).orElse(List.of());
            ServiceProcess.Start start = new ServiceProcess.Start(heap, Map.of(), wrapper);
            try (ServiceProcess service = ServiceProcess.start(artifact, database, start)) {
                service.awaitServed(Rows.single(ROWS.first(), 1));
                read(artifact, service, limit.isPresent(), settings, draft);
            }
        } finally {
            if (limit.isPresent()) {
                limit.get().close();
            }
        }
    }

    private static void read(
            Artifact artifact, ServiceProcess service, boolean enforced, Bench.Settings settings, TableDraft draft)
            throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        OpenLoop loop = OpenLoop.closed(
                service.port(),
                CONNECTIONS,
                _ -> RawRequest.get(
                        Rows.single(ROWS.first() + random.nextInt(ROWS.chains()), 1 + random.nextInt(ROWS.types()))),
                Exchange.Check.status(200));
        Machine.Watch watch = Machine.watch();
        try {
            double maximum = WarmUp.best(settings, time -> loop.over(time).perSecond());
            double hits = service.metric(SNAPSHOTS, HIT);
            double all = service.metric(SNAPSHOTS);
            Latencies seen = loop.at(maximum / 2).over(settings.duration().multipliedBy(settings.rounds()));
            hits = service.metric(SNAPSHOTS, HIT) - hits;
            all = service.metric(SNAPSHOTS) - all;
            row(draft, artifact, seen, hits / all, service.peakKilobytes(), enforced);
        } catch (IOException e) {
            if (service.isAlive()) {
                throw e;
            }
            draft.verdict(artifact + ": the process was ended under load, by the kernel or for want of heap", false);
        }
        draft.machine(artifact + ": " + watch.end());
    }

    private static void row(
            TableDraft draft, Artifact artifact, Latencies seen, double hits, long peak, boolean enforced) {
        draft.row(
                artifact.toString(),
                Numbers.figure(seen.perSecond()),
                "%,d".formatted(seen.count()),
                Numbers.figure(seen.millis(50)),
                Numbers.figure(seen.millis(99)),
                Numbers.percent(hits),
                Numbers.figure(peak / 1024.0),
                enforced ? "by the kernel" : "observed");
        draft.verdict(
                "%s: at most %d MiB were resident, %,d reads did not fail"
                        .formatted(artifact, peak / 1024, seen.count()),
                peak <= LIMIT_KILOBYTES);
    }
}
