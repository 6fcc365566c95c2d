package io.loyaltymirror.sync;

import java.util.Map;
import java.util.TreeMap;

/** How often what happened: a property that holds because nothing ever happens is none. */
final class Coverage {

    private final Map<String, Long> counts = new TreeMap<>();

    void count(Object happening) {
        count(happening, 1);
    }

    void count(Object happening, long times) {
        counts.merge(happening.toString(), times, Long::sum);
    }

    long of(Object happening) {
        return counts.getOrDefault(happening.toString(), 0L);
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
