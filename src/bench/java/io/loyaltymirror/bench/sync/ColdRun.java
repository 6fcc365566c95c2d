package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.Numbers;
import io.loyaltymirror.bench.subject.Artifact;
import java.util.List;
import java.util.Locale;

/**
 * One cold sync, all in seconds. P pages at S requests a minute (200 less the reserve of 20) and 5 a second cannot be
 * read in less than {@code floor((P-1)/S) * 60 + ((P-1) mod S) / 5} seconds and one latency.
 *
 * @param artifact that did it
 * @param latency of upstream
 * @param pages that there were; some may have been asked for again
 * @param fetching from the first request for a page to the last one's answer
 * @param whole the run, with its publication
 * @param throttled requests of whatever kind that were refused for the volume
 * @param waits of callers' requests for their turn
 * @param stall the longest time in which the stand-in did not answer
 */
record ColdRun(
        Artifact artifact,
        double latency,
        int pages,
        double fetching,
        double whole,
        long throttled,
        int writes,
        List<Double> waits,
        double stall) {

    static final int PER_SECOND = 5;
    static final int PER_MINUTE = 200;
    static final int PAGE = 100;

    /** {@code mirror.upstream.rate.reserve} as it is by default. */
    private static final int RESERVE = 20;

    static final String[] HEADS = {
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

    static ColdRun of(
            Artifact artifact,
            SyncRun run,
            int latencyMillis,
            List<SeenRequest> requests,
            List<SparseWrites.Sent> writes,
            double stall) {
        double latency = latencyMillis / 1e3;
        String view = SeenRequest.view(ColdSetup.READ, "certificate_types", "");
        List<Long> pages = requests.stream()
                .filter(request -> request.view().equals(view))
                .map(SeenRequest::nanos)
                .sorted()
                .toList();
        return new ColdRun(
                artifact,
                latency,
                Math.ceilDiv(run.fetched(), PAGE),
                (pages.getLast() - pages.getFirst()) / 1e9 + latency,
                run.seconds(),
                requests.stream().filter(SeenRequest::throttled).count(),
                writes.size(),
                writes.stream()
                        .flatMap(write -> write.waits(requests, latency).stream())
                        .toList(),
                stall);
    }

    private double ideal() {
        int scans = PER_MINUTE - RESERVE;
        int gaps = pages - 1;
        return gaps / scans * 60 + gaps % scans / (double) PER_SECOND + latency;
    }

    double fetchRatio() {
        return fetching / ideal();
    }

    double wholeRatio() {
        return whole / ideal();
    }

    String[] cells() {
        return new String[] {
            artifact.toString(),
            millis(latency),
            Integer.toString(pages),
            Numbers.figure(ideal()),
            Numbers.figure(fetching),
            String.format(Locale.ROOT, "%.3f", fetchRatio()),
            Numbers.figure(whole),
            String.format(Locale.ROOT, "%.3f", wholeRatio()),
            Long.toString(throttled),
            Integer.toString(writes),
            millis(Percentile.of(waits, 100)),
            millis(stall)
        };
    }

    private static String millis(double seconds) {
        return Long.toString(Math.round(seconds * 1e3));
    }
}
