package io.loyaltymirror.bench.load;

import io.loyaltymirror.bench.Plot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What an {@link OpenLoop} saw.
 *
 * @param histogram microseconds from when each request should have left until its answer was there
 * @param lateness microseconds of that which can be the generator's own: sent late on a free connection, looked late
 * @param perSecond requests that were answered
 */
public record Latencies(Histogram histogram, Histogram lateness, double perSecond) {

    private static final double[] SHARES = {0, 10, 25, 50, 75, 90, 95, 97.5, 99, 99.5, 99.75, 99.9, 99.95, 99.975, 99.99
    };

    private static final double NOTICEABLE_MILLIS = 1;

    static Histogram empty() {
        return new Histogram(TimeUnit.MINUTES.toMicros(5), 3);
    }

    static long micros(long nanos) {
        return Math.max(0, nanos / 1_000);
    }

    /** The latency that so many percent do not exceed, in milliseconds. */
    public double millis(double percent) {
        return histogram.getValueAtPercentile(percent) / 1e3;
    }

    /** The same of the generator's own lateness. */
    public double latenessMillis(double percent) {
        return lateness.getValueAtPercentile(percent) / 1e3;
    }

    /** Whether most of what one request in a hundred saw can be the generator's own. */
    boolean isGeneratorsOwn() {
        double late = latenessMillis(99);
        return late > NOTICEABLE_MILLIS && late > millis(99) / 2;
    }

    public long count() {
        return histogram.getTotalCount();
    }

    /** Both together. */
    public Latencies plus(Latencies other) {
        Histogram all = histogram.copy();
        all.add(other.histogram);
        Histogram late = lateness.copy();
        late.add(other.lateness);
        return new Latencies(all, late, (perSecond + other.perSecond) / 2);
    }

    /** As a line of a {@link Plot.Form#QUANTILES} plot. */
    public Plot.Series series(String name) {
        List<Plot.Point> points = new ArrayList<>();
        for (double share : SHARES) {
            points.add(new Plot.Point(share, millis(share), ""));
        }
        return new Plot.Series(name, points);
    }
}
