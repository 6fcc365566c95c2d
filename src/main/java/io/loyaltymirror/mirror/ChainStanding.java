package io.loyaltymirror.mirror;

import io.loyaltymirror.Kind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a chain stands.
 *
 * @param tag epoch and generation, as readers are told them
 * @param asOf begin of the newest complete scan of each kind that was completely read
 * @param asOfText the same as ISO 8601 has it, made once for all readers
 */
record ChainStanding(int epoch, long generation, String tag, Map<Kind, Instant> asOf, Map<Kind, String> asOfText) {

    ChainStanding(int epoch, long generation, Map<Kind, Instant> asOf) {
        this(epoch, generation, epoch + "." + generation, asOf, texts(asOf));
    }

    /** What a tag says; when the kinds were read is not in it. */
    static ChainStanding of(String tag) {
        int dot = tag.indexOf('.');
        return new ChainStanding(
                Integer.parseInt(tag.substring(0, dot)), Long.parseLong(tag.substring(dot + 1)), Map.of());
    }

    private static Map<Kind, String> texts(Map<Kind, Instant> asOf) {
        Map<Kind, String> texts = new EnumMap<>(Kind.class);
        asOf.forEach((kind, time) -> texts.put(kind, time.toString()));
        return texts;
    }

    boolean isSameGeneration(ChainStanding other) {
        return epoch == other.epoch && generation == other.generation;
    }

    boolean isOlderThan(ChainStanding other) {
        return epoch < other.epoch || epoch == other.epoch && generation < other.generation;
    }

    /** This, as fresh as the other says where that is of the same generation. */
    ChainStanding notOlderThan(ChainStanding other) {
        if (!isSameGeneration(other)) {
            return this;
        }
        Map<Kind, Instant> later = new EnumMap<>(Kind.class);
        later.putAll(other.asOf);
        asOf.forEach((kind, time) -> later.merge(kind, time, (a, b) -> a.isAfter(b) ? a : b));
        return new ChainStanding(epoch, generation, later);
    }

    /**
     * What a notification says, see {@code mirror_tell}.
     *
     * @param standing empty: the chain is not served any more
     */
    record Told(long chain, Optional<ChainStanding> standing) {

        /** @throws RuntimeException where it says something else */
        static Told of(String words) {
            String[] parts = words.strip().split(" ");
            long chain = Long.parseLong(parts[0]);
            if (parts.length == 1 || !parts[3].equals("served")) {
                return new Told(chain, Optional.empty());
            }
            Map<Kind, Instant> asOf = new EnumMap<>(Kind.class);
            for (int i = 4; i < parts.length; i++) {
                String[] kind = parts[i].split("=");
                asOf.put(
                        Kind.of(kind[0]).orElseThrow(), Instant.EPOCH.plus(Long.parseLong(kind[1]), ChronoUnit.MICROS));
            }
            return new Told(
                    chain, Optional.of(new ChainStanding(Integer.parseInt(parts[1]), Long.parseLong(parts[2]), asOf)));
        }
    }
}
