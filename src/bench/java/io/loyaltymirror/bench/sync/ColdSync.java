package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.Bench;
import io.loyaltymirror.bench.Numbers;
import io.loyaltymirror.bench.Table;
import io.loyaltymirror.bench.TableDraft;
import io.loyaltymirror.bench.Workload;
import io.loyaltymirror.bench.machine.Machine;
import io.loyaltymirror.bench.subject.Artifact;
import io.loyaltymirror.bench.subject.Database;
import java.util.ArrayList;
import java.util.List;

/**
 * How long a chain is read for the first time under both limits of Altegio, at several latencies, while somebody changes
 * another chain. P pages at S requests a minute (200 less the reserve of 20) and 5 a second cannot be read in less than
 * {@code floor((P-1)/S) * 60 + ((P-1) mod S) / 5} seconds and one latency.
 */
public final class ColdSync implements Workload {

    static final int PER_SECOND = 5;
    static final int PER_MINUTE = 200;

    /** {@code mirror.upstream.rate.reserve} as it is by default. */
    static final int RESERVE = 20;

    static final int PAGE = 100;
    static final long READ = 820_000;
    private static final long CHANGED = 820_001;
    private static final double GOAL = 1.03;

    private static final String[] HEADS = {
        "artifact",
        "latency, ms",
        "pages",
        "ideal, s",
        "fetching, s",
        "× ideal",
        "whole run, s",
        "× ideal",
        "429",
        "writes",
        "longest wait for a turn, ms",
        "longest stall of the stand-in, ms"
    };

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
        TableDraft draft = Table.of(id(), goal()).heads(HEADS);
        Machine.Watch watch = Machine.watch();
        for (Artifact artifact : settings.artifacts()) {
            measure(artifact, latencies, pages, draft);
        }
        return draft.note(pages
                        + " pages of 100; a write is a search and a create, on another chain, four a minute at random")
                .note(
                        "the run ends when its rows are published; fetching ends one latency after the last page was asked for")
                .note("a 429 makes all requests wait for 5 s; see the stalls of the stand-in, which are the machine's")
                .machine(watch.end().toString())
                .table();
    }

    private static void measure(Artifact artifact, List<Integer> latencies, int pages, TableDraft draft)
            throws Exception {
        List<Cold> all = new ArrayList<>();
        for (int latency : latencies) {
            Cold cold = measure(artifact, latency, pages);
            System.out.println("  " + artifact + " " + cold);
            draft.row(cold.cells(artifact));
            all.add(cold);
        }
        List<Double> waits = all.stream().flatMap(cold -> cold.waits().stream()).toList();
        double whole = all.stream().mapToDouble(Cold::wholeRatio).max().orElseThrow();
        double fetching = all.stream().mapToDouble(Cold::fetchRatio).max().orElseThrow();
        long throttled = all.stream().mapToLong(Cold::throttled).sum();
        double p99 = Waits.percentile(waits, 99);
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

    private static Cold measure(Artifact artifact, int latency, int pages) throws Exception {
        try (Altegio altegio = Altegio.start();
                Database database = Database.start()) {
            altegio.make(READ, pages * PAGE, 0);
            altegio.make(CHANGED, 10, 0);
            altegio.limits(PER_SECOND, PER_MINUTE);
            altegio.latency(latency);
            try (Site site = Site.open(artifact, database, altegio, Site.limited(altegio.base()))) {
                return measure(site, latency);
            }
        }
    }

    private static Cold measure(Site site, int latency) throws Exception {
        site.load(CHANGED);
        try (Writes writes = Writes.begin(site.till(), CHANGED);
                Pulse pulse = Pulse.of(site.altegio())) {
            site.register(READ);
            Account run = site.await(READ, Site.CERTIFICATES, 0);
            double stall = pulse.end();
            return Cold.of(run, latency, site.altegio().requests(), writes.end(), stall);
        }
    }
}
