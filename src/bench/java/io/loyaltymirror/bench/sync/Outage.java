package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.load.Caller;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Upstream refuses connections for a while.
 *
 * @param refusals how long each change took to be refused while upstream was left alone, in seconds
 * @param reads p99 of what readers saw meanwhile, with changes that are refused beside them, in milliseconds
 */
record Outage(List<Double> refusals, double reads) {

    private static final String OPEN = "mirror_upstream_breaker_open";
    private static final Duration TO_OPEN = Duration.ofMinutes(1);
    private static final int COUNT = 1_000;

    /** The first ones after other work. */
    private static final int NOT_COUNTED = 200;

    /** Refusals one after the other, then reads beside changes, and these go on until the outage was as long as it shall. */
    static Outage of(
            Deployment deployment,
            SwitchableProxy upstream,
            long chain,
            MutationLoad mutations,
            Callable<Double> reads,
            Duration length)
            throws Exception {
        long end = System.nanoTime() + length.toNanos();
        upstream.shut();
        try {
            mutations.resume();
            Patience.until("upstream is left alone", TO_OPEN, Duration.ofMillis(100), () -> isLeftAlone(deployment));
            mutations.pause();
            List<Double> refusals = refusals(deployment, chain);
            mutations.resume();
            double seen = reads.call();
            Thread.sleep(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            mutations.pause();
            return new Outage(refusals, seen);
        } finally {
            upstream.reopen();
        }
    }

    private static boolean isLeftAlone(Deployment deployment) throws InterruptedException {
        return Caller.expect(200, deployment.service().management("/q/metrics"))
                .text()
                .lines()
                .anyMatch(line -> line.startsWith(OPEN) && line.endsWith(" 1.0"));
    }

    private static List<Double> refusals(Deployment deployment, long chain) throws IOException, InterruptedException {
        List<Double> seconds = new ArrayList<>();
        for (int number = 0; number < NOT_COUNTED + COUNT; number++) {
            String title = "Refused " + number;
            String body = Creates.titled(title);
            long begin = System.nanoTime();
            ApiCaller.expect(503, deployment.api().change(Creates.path(chain), title, body));
            seconds.add((System.nanoTime() - begin) / 1e9);
        }
        return seconds.subList(NOT_COUNTED, seconds.size());
    }
}
