package io.loyaltymirror.bench.read;

import io.loyaltymirror.bench.Bench;
import io.loyaltymirror.bench.load.OpenLoop;
import java.io.IOException;

/** How much a service answers to a generator that asks again as soon as it was answered, once it is warm. */
final class Maximum {

    /** Faster than the last time by so much: not warm yet. */
    private static final double STILL_WARMING = 1.05;

    private Maximum() {}

    /** Requests a second. */
    static double of(OpenLoop closed, Bench.Settings settings) throws IOException {
        double best = 0;
        for (int time = 0; time < settings.warmUps(); time++) {
            double now = closed.over(settings.duration()).perSecond();
            if (now < best * STILL_WARMING) {
                return Math.max(now, best);
            }
            best = now;
        }
        return best;
    }
}
