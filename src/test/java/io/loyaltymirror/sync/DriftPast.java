package io.loyaltymirror.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What the rows of one kind were upstream, and when; by the nanoseconds of this process. One thread writes. */
final class DriftPast {

    /** What a row was from one instant until another; no fields: it was not there. */
    private record Version(long from, long until, Map<String, String> fields) {}

    private final Map<Long, List<Version>> versions = new HashMap<>();

    /** Does something to a row, and remembers what that made of it. */
    synchronized void become(long id, Supplier<ObjectNode> deed) {
        long before = System.nanoTime();
        ObjectNode row = deed.get();
        long after = System.nanoTime();
        List<Version> past = versions.computeIfAbsent(id, _ -> new CopyOnWriteArrayList<>());
        if (past.isEmpty()) {
            past.add(new Version(Long.MIN_VALUE, Long.MAX_VALUE, Map.of()));
        }
        Version last = past.removeLast();
        past.add(new Version(last.from(), after, last.fields()));
        Map<String, String> fields = row == null ? Map.of() : Bodies.fields(Bodies.exact(row.toString()));
        past.add(new Version(before, Long.MAX_VALUE, fields));
    }

    synchronized Set<Long> ids() {
        return Set.copyOf(versions.keySet());
    }

    /** What the row was since then, in milliseconds after it. */
    synchronized String since(long id, long since) {
        return versions.getOrDefault(id, List.of()).stream()
                .filter(version -> version.until() >= since)
                .map(version -> "from %s until %s %s"
                        .formatted(
                                millis(version.from(), since),
                                millis(version.until(), since),
                                version.fields().isEmpty() ? "not there" : version.fields()))
                .collect(Collectors.joining("; "));
    }

    private static String millis(long nanos, long since) {
        return nanos == Long.MIN_VALUE || nanos == Long.MAX_VALUE
                ? "ever"
                : Double.toString(Math.round((nanos - since) / 1e4) / 1e2);
    }

    /** Whether the row was so at some instant since then. */
    synchronized boolean was(long id, long since, Predicate<Map<String, String>> so) {
        return versions.getOrDefault(id, List.of()).stream()
                .anyMatch(version -> version.until() >= since && so.test(version.fields()));
    }
}
