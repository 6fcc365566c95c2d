package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.load.Caller;
import io.loyaltymirror.bench.load.Latencies;
import io.loyaltymirror.bench.load.OpenLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Upstream refuses connections for a while.
 *
 * @param refusals how long each change took to be refused while upstream was left alone, in seconds
 * @param reads what readers saw meanwhile, with changes that are refused beside them
 */
record Outage(List<Double> refusals, Latencies reads) {

    private static final String OPEN = "mirror_upstream_breaker_open";

    /** The first ones meet cold code. */
    private static final int WARM_UP = 200;

    private static final int LEAST = 1_000;

    /** Half of the time that upstream is left alone for refusals, one after the other, and half for reads. */
    static Outage of(Site site, Door door, long chain, Storm storm, OpenLoop reads, Duration length) throws Exception {
        door.shut();
        try {
            storm.blow();
            while (!isLeftAlone(site)) {
                Thread.sleep(100);
            }
            storm.calm();
            List<Double> refusals = refusals(site, chain, System.nanoTime() + length.toNanos() / 2);
            storm.blow();
            Latencies seen = reads.over(length.dividedBy(2));
            storm.calm();
            return new Outage(refusals, seen);
        } finally {
            door.reopen();
        }
    }

    private static boolean isLeftAlone(Site site) throws InterruptedException {
        return Caller.expect(200, site.service().management("/q/metrics"))
                .text()
                .lines()
                .anyMatch(line -> line.startsWith(OPEN) && line.endsWith(" 1.0"));
    }

    private static List<Double> refusals(Site site, long chain, long until) throws IOException, InterruptedException {
        List<Double> seconds = new ArrayList<>();
        for (int number = 0; System.nanoTime() < until || seconds.size() < WARM_UP + LEAST; number++) {
            String title = "Refused " + number;
            String body = Creates.titled(title);
            long begin = System.nanoTime();
            Till.expect(503, site.till().change(Creates.path(chain), title, body));
            seconds.add((System.nanoTime() - begin) / 1e9);
        }
        return seconds.subList(WARM_UP, seconds.size());
    }
}
