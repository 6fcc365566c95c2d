package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.Bench;
import io.loyaltymirror.bench.Numbers;
import io.loyaltymirror.bench.Table;
import io.loyaltymirror.bench.TableDraft;
import io.loyaltymirror.bench.Workload;
import io.loyaltymirror.bench.machine.Machine;
import io.loyaltymirror.bench.subject.Artifact;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * How long a chain is read for the first time under both limits of Altegio, at several latencies, while somebody changes
 * another chain. Of five requests a second a run leaves the machine mostly idle, so those of all artifacts at one latency
 * go on at the same time, each with processes of its own; what they take from each other can only lengthen them.
 */
public final class ColdSync implements Workload {

    private static final double GOAL = 1.03;
    private static final Duration PATIENCE = Duration.ofMinutes(25);

    /** So that their ends, at which rows are published, do not fall together. */
    private static final Duration APART = Duration.ofSeconds(15);

    @Override
    public String id() {
        return "W1";
    }

    @Override
    public String goal() {
        return "a cold sync takes at most 1.03 times as long as the limits allow, and callers hardly wait meanwhile";
    }

    @Override
    public Table run(Bench.Settings settings) throws Exception {
        int pages = settings.quick() ? 40 : 400;
        List<Integer> latencies = settings.quick() ? List.of(200) : List.of(50, 200, 500, 1_000);
        TableDraft draft = Table.of(id(), goal()).heads(ColdRun.HEADS);
        Machine.Watch watch = Machine.watch();
        List<ColdRun> all = new ArrayList<>();
        for (int latency : latencies) {
            all.addAll(together(settings.artifacts(), latency, pages));
        }
        for (Artifact artifact : settings.artifacts()) {
            List<ColdRun> runs =
                    all.stream().filter(run -> run.artifact() == artifact).toList();
            runs.forEach(run -> draft.row(run.cells()));
            verdicts(artifact, runs, draft);
        }
        return notes(settings, pages, draft).machine(watch.end().toString()).table();
    }

    private static TableDraft notes(Bench.Settings settings, int pages, TableDraft draft) {
        String together = settings.artifacts().size() > 1 ? "; both at the same time, with processes of their own" : "";
        return draft.note("%d pages of 100, read once at each latency%s".formatted(pages, together))
                .note("a write is a search and a create, on another chain, four a minute at random")
                .note(
                        "the run ends when its rows are published; fetching ends one latency after the last page was asked for")
                .note("a 429 makes all requests wait for 5 s; see the stalls of the stand-in, which are the machine's");
    }

    private static List<ColdRun> together(List<Artifact> artifacts, int latency, int pages) throws Exception {
        try (Opened opened = new Opened()) {
            List<ColdSetup> ready = new ArrayList<>();
            for (Artifact artifact : artifacts) {
                ready.add(opened.add(ColdSetup.open(artifact, latency, pages)));
            }
            ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
            opened.add(threads::shutdownNow);
            List<Future<ColdRun>> under = new ArrayList<>();
            for (ColdSetup each : ready) {
                under.add(threads.submit(each::run));
                Thread.sleep(each == ready.getLast() ? Duration.ZERO : APART);
            }
            List<ColdRun> runs = new ArrayList<>();
            for (Future<ColdRun> each : under) {
                runs.add(each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            }
            return runs;
        }
    }

    private static void verdicts(Artifact artifact, List<ColdRun> runs, TableDraft draft) {
        List<Double> waits = runs.stream().flatMap(run -> run.waits().stream()).toList();
        double whole = runs.stream().mapToDouble(ColdRun::wholeRatio).max().orElseThrow();
        double fetching = runs.stream().mapToDouble(ColdRun::fetchRatio).max().orElseThrow();
        long throttled = runs.stream().mapToLong(ColdRun::throttled).sum();
        double p99 = Percentile.of(waits, 99);
        draft.verdict(
                        "%s: whole run at most 1.03 × ideal at every latency: %s (fetching alone %s)"
                                .formatted(artifact, Numbers.ratio(whole), Numbers.ratio(fetching)),
                        whole <= GOAL)
                .verdict(artifact + ": no request is refused for the volume: " + throttled, throttled == 0)
                .verdict(
                        "%s: a caller's request waits at most 1 s (p99 of %d): %.0f ms"
                                .formatted(artifact, waits.size(), p99 * 1e3),
                        p99 <= 1);
    }
}
