package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.Numbers;
import io.loyaltymirror.bench.subject.Artifact;
import java.util.List;
import java.util.Locale;

/**
 * One cold sync, all in seconds.
 *
 * @param latency of upstream
 * @param pages that there were; some may have been asked for again
 * @param fetching from the first request for a page to the last one's answer
 * @param whole the run, with its publication
 * @param throttled requests of whatever kind that were refused for the volume
 * @param waits of callers' requests for their turn
 * @param stall the longest time in which the stand-in did not answer
 */
record Cold(
        double latency,
        int pages,
        double fetching,
        double whole,
        long throttled,
        int writes,
        List<Double> waits,
        double stall) {

    static Cold of(Account run, int latencyMillis, List<SeenRequest> requests, List<Writes.Sent> writes, double stall) {
        double latency = latencyMillis / 1e3;
        String view = SeenRequest.view(ColdSync.READ, "certificate_types", "");
        List<Long> pages = requests.stream()
                .filter(request -> request.view().equals(view))
                .map(SeenRequest::nanos)
                .sorted()
                .toList();
        return new Cold(
                latency,
                Math.ceilDiv(run.fetched(), ColdSync.PAGE),
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
        int scans = ColdSync.PER_MINUTE - ColdSync.RESERVE;
        int gaps = pages - 1;
        return gaps / scans * 60 + gaps % scans / (double) ColdSync.PER_SECOND + latency;
    }

    double fetchRatio() {
        return fetching / ideal();
    }

    double wholeRatio() {
        return whole / ideal();
    }

    String[] cells(Artifact artifact) {
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
            millis(Waits.percentile(waits, 100)),
            millis(stall)
        };
    }

    private static String millis(double seconds) {
        return Long.toString(Math.round(seconds * 1e3));
    }
}
