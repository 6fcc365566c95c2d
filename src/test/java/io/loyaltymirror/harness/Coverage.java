package io.loyaltymirror.harness;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often what happened: a property that holds because nothing ever happens is none. */
public final class Coverage {

    private final Map<String, Long> counts = new TreeMap<>();

    public void count(Object happening) {
        count(happening, 1);
    }

    public void count(Object happening, long times) {
        counts.merge(happening.toString(), times, Long::sum);
    }

    public long of(Object happening) {
        return counts.getOrDefault(happening.toString(), 0L);
    }

    /** Each of them happened so often at least. */
    public void requireAll(List<Object> happenings, long least) {
        happenings.forEach(happening -> {
            if (of(happening) < least) {
                throw new AssertionError(happening + " happened too seldom: " + counts);
            }
        });
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
