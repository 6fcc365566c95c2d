package io.loyaltymirror.bench;

/** Measures for nothing, until it becomes no faster: compilers of a JVM need some time, on a busy machine a minute. */
public final class WarmUp {

    /** Faster than ever before by so much: not warm yet. */
    private static final double STILL_WARMING = 1.05;

    /** A busy machine makes one time slow, and compilers that wait for a processor make some times alike. */
    private static final int NO_FASTER = 4;

    private WarmUp() {}

    /** @return the best of what was measured */
    public static double best(Bench.Settings settings, Contestant.Measure measure) throws Exception {
        double best = 0;
        int noFaster = 0;
        for (int time = 0; time < settings.warmUps() && noFaster < NO_FASTER; time++) {
            double figure = measure.over(settings.warmUp());
            noFaster = figure < best * STILL_WARMING ? noFaster + 1 : 0;
            best = Math.max(best, figure);
        }
        return best;
    }

    static void of(Bench.Settings settings, Contestant contestant) throws Exception {
        if (contestant.precompiled()) {
            contestant.measure().over(settings.warmUp());
        } else {
            best(settings, contestant.measure());
        }
    }
}
