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
import io.loyaltymirror.bench.load.Wrk;
import io.loyaltymirror.bench.machine.Machine;
import io.loyaltymirror.bench.machine.MemoryLimit;
import io.loyaltymirror.bench.machine.PageCache;
import io.loyaltymirror.bench.machine.ReadAhead;
import io.loyaltymirror.bench.machine.Tool;
import io.loyaltymirror.bench.subject.Artifact;
import io.loyaltymirror.bench.subject.Database;
import io.loyaltymirror.bench.subject.Image;
import io.loyaltymirror.bench.subject.Rows;
import io.loyaltymirror.bench.subject.ServiceProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** A thousand chains of a hundred types, read at random in 256 MiB: more than fit. */
public final class Memory implements Workload {

    private static final long LIMIT_KILOBYTES = 256 * 1024;
    private static final Rows ROWS = new Rows(700_001, 1_000, 100);
    private static final int CONNECTIONS = 32;

    private static final Path JAVA_HOME = Path.of("target", "bench", "java");

    /** Of what is read at random. */
    private static final int PATHS = 20_000;

    private static final String FAILED = ": reads failed, or the generator was late, as was told above";
    private static final String ENDED = ": the process was ended under load, by the kernel or for want of heap";
    private static final String SNAPSHOTS = "mirror_snapshots_reads";
    private static final String HIT = "outcome=\"hit\"";

    /**
     * The share of 256 MiB that the images give the heap, in megabytes: there may be no limit that tells, and not every
     * native-image makes binaries that look at a group which is not the root of what they see. The JVM with what the README has it
     * given in so small a pod.
     */
    private static final Map<Artifact, List<String>> OPTIONS = Map.of(
            Artifact.CACHED_JAR, List.of("-Xmx102m", "-XX:TieredStopAtLevel=1"), Artifact.NATIVE, List.of("-Xmx153m"));

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
                        "waits for the disk",
                        "limit");
        try (Database database = Database.start()) {
            ROWS.into(database);
            for (Artifact artifact : settings.artifacts()) {
                measureInImage(artifact, database, settings, draft);
            }
        }
        return draft.note(
                        "one measurement of %d s for each artifact; its files, and those of the JVM, were in no cache before"
                                .formatted(length(settings).toSeconds()))
                .table();
    }

    @Override
    public Set<Tool> tools() {
        return Set.of(Tool.WRK);
    }

    private static void measureInImage(Artifact artifact, Database database, Bench.Settings settings, TableDraft draft)
            throws Exception {
        Artifact there = artifact == Artifact.JAR ? Artifact.CACHED_JAR : artifact;
        if (there.exists()) {
            measure(there, database, settings, draft);
        } else {
            draft.notJudged(there.toString(), "is missing: .ci/train-jar makes it");
        }
    }

    private static void measure(Artifact artifact, Database database, Bench.Settings settings, TableDraft draft)
            throws Exception {
        PageCache.forget(artifact.files());
        if (artifact != Artifact.NATIVE) {
            // Else the files of the JVM are memory of this process, which runs on them.
            PageCache.copyUnread(Artifact.JAVA_HOME, JAVA_HOME);
        }
        Optional<MemoryLimit> limit = MemoryLimit.of(LIMIT_KILOBYTES * 1024);
        try (ReadAhead ahead = ReadAhead.usual(artifact.files())) {
            List<String> options = OPTIONS.get(artifact);
            draft.note("%s: %s; %s".formatted(artifact, String.join(" ", options), ahead.told()));
            Image image = Image.of(artifact);
            ServiceProcess.Start start = new ServiceProcess.Start(
                    JAVA_HOME,
                    image.optionsWith(options),
                    image.environment(),
                    limit.map(MemoryLimit::wrapper).orElse(List.of()));
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
        List<String> paths = paths();
        Wrk wrk = Wrk.of(service.url("/")).paths(paths).connections(CONNECTIONS);
        Machine.Watch watch = Machine.watch();
        try {
            WarmUp.best(settings, wrk::requestsPerSecond);
            // The best two seconds are more than a heap of which most is full keeps up.
            double maximum = wrk.requestsPerSecond(length(settings));
            double hits = service.metric(SNAPSHOTS, HIT);
            double all = service.metric(SNAPSHOTS);
            Latencies seen = half(service, paths, maximum / 2).overInTime(length(settings));
            hits = service.metric(SNAPSHOTS, HIT) - hits;
            all = service.metric(SNAPSHOTS) - all;
            row(draft, artifact, seen, hits / all, service, enforced);
        } catch (IOException | IllegalStateException e) {
            System.out.println(e.getMessage());
            draft.verdict(artifact + (service.isAlive() ? FAILED : ENDED), false);
        }
        draft.machine(artifact + ": " + watch.end());
    }

    private static OpenLoop half(ServiceProcess service, List<String> paths, double rate) {
        List<byte[]> requests = paths.stream().map(RawRequest::get).toList();
        return new OpenLoop(
                service.port(),
                CONNECTIONS,
                rate,
                nth -> requests.get((int) (nth % requests.size())),
                Exchange.Check.status(200));
    }

    private static Duration length(Bench.Settings settings) {
        return settings.duration().multipliedBy(settings.rounds());
    }

    private static List<String> paths() {
        SplittableRandom random = new SplittableRandom(1);
        return Stream.generate(() ->
                        Rows.single(ROWS.first() + random.nextInt(ROWS.chains()), 1 + random.nextInt(ROWS.types())))
                .limit(PATHS)
                .toList();
    }

    private static void row(
            TableDraft draft, Artifact artifact, Latencies seen, double hits, ServiceProcess service, boolean enforced)
            throws IOException {
        long peak = service.peakKilobytes();
        draft.row(
                artifact.toString(),
                Numbers.figure(seen.perSecond()),
                "%,d".formatted(seen.count()),
                Numbers.figure(seen.millis(50)),
                Numbers.figure(seen.millis(99)),
                Numbers.percent(hits),
                Numbers.figure(peak / 1024.0),
                "%,d".formatted(service.majorFaults()),
                enforced ? "by the kernel" : "observed");
        draft.summary(
                artifact == Artifact.NATIVE ? artifact.toString() : Artifact.JAR.toString(),
                "%d MB, %s reads/s, p99 %s ms"
                        .formatted(peak / 1024, Numbers.figure(seen.perSecond()), Numbers.figure(seen.millis(99))));
        // Where the kernel holds it, a process that is alive kept within: what is resident counts files of others too.
        String kept = enforced ? "the kernel held it to 256 MiB and it lives" : "within 256 MiB";
        draft.verdict(
                "%s: %s; at most %d MiB were resident, %,d reads did not fail"
                        .formatted(artifact, kept, peak / 1024, seen.count()),
                enforced || peak <= LIMIT_KILOBYTES);
    }
}
