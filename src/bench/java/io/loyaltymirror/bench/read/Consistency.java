package io.loyaltymirror.bench.read;

import io.loyaltymirror.bench.load.Exchange;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.zip.CRC32;

/**
 * Looks at every answer of one service while it publishes: what stands under one generation is always the same, byte for
 * byte, and a connection never sees an older generation than before.
 */
final class Consistency implements Exchange.Check {

    private final LongFunction<String> path;
    private final Map<Integer, Generation> newest = new HashMap<>();
    private final Map<String, Long> contents = new HashMap<>();

    /** @param path which path the nth request asks for */
    Consistency(LongFunction<String> path) {
        this.path = path;
    }

    private record Generation(long epoch, long number) {

        static Generation of(String text) {
            int dot = text.indexOf('.');
            return new Generation(Long.parseLong(text.substring(0, dot)), Long.parseLong(text.substring(dot + 1)));
        }

        boolean isBefore(Generation other) {
            return epoch < other.epoch || epoch == other.epoch && number < other.number;
        }
    }

    @Override
    public void accept(Exchange answer) {
        answer.expect(200);
        String text = answer.header("mirror-generation");
        Generation generation = Generation.of(text);
        Generation before = newest.put(answer.number(), generation);
        if (before != null && generation.isBefore(before)) {
            throw new IllegalStateException("generation " + text + " after " + before + " on one connection");
        }
        CRC32 sum = new CRC32();
        sum.update(answer.body());
        String what = path.apply(answer.request()) + " in " + text;
        Long known = contents.putIfAbsent(what, sum.getValue());
        if (known != null && known != sum.getValue()) {
            throw new IllegalStateException("two different answers to " + what);
        }
    }

    /** How many generations were seen. */
    long generations() {
        return contents.keySet().stream()
                .map(what -> what.substring(what.lastIndexOf(' ')))
                .distinct()
                .count();
    }
}
