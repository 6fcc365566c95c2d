package io.loyaltymirror.bench.sync;

import java.util.Collection;
import java.util.List;

/** Of lengths of time, of which the longest count. */
final class Percentile {

    private Percentile() {}

    /** The smallest one that so many of all are not longer than; of few that is the longest. */
    static double of(Collection<Double> waits, double percent) {
        List<Double> sorted = waits.stream().sorted().toList();
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("nobody waited");
        }
        int rank = (int) Math.ceil(sorted.size() * percent / 100);
        return sorted.get(Math.max(rank, 1) - 1);
    }
}
