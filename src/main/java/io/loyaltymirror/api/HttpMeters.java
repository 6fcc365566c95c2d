package io.loyaltymirror.api;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Gives the times of requests buckets, so that quantiles over all replicas can be told: a sum and a maximum tell none.
 * Keeps what strangers make up out of the labels: each other method is a series for ever, and of addresses there is room
 * for a hundred, after which the callers' own are not counted any more.
 */
class HttpMeters {

    private static final String REQUESTS = "http.server.requests";

    private static final double[] BUCKETS = Stream.of(
                    "PT0.001S",
                    "PT0.0025S",
                    "PT0.005S",
                    "PT0.01S",
                    "PT0.025S",
                    "PT0.05S",
                    "PT0.1S",
                    "PT0.25S",
                    "PT0.5S",
                    "PT1S",
                    "PT2.5S",
                    "PT5S",
                    "PT10S",
                    "PT30S")
            .mapToDouble(bucket -> Duration.parse(bucket).toNanos())
            .toArray();

    /** What is refused before anybody looks which template an address has, and with which word for it. */
    private static final Map<String, String> EARLY = Map.of(
            "400", "BAD_REQUEST",
            "401", "UNAUTHORIZED",
            "413", "TOO_LARGE",
            "414", "TOO_LARGE",
            "417", "BAD_REQUEST",
            "431", "TOO_LARGE");

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private HttpMeters() {}

    @Produces
    @Singleton
    static MeterFilter buckets() {
        return new MeterFilter() {
            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                return id.getName().equals(REQUESTS)
                        ? DistributionStatisticConfig.builder()
                                .serviceLevelObjectives(BUCKETS)
                                .build()
                                .merge(config)
                        : config;
            }
        };
    }

    @Produces
    @Singleton
    static MeterFilter strangers() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                if (!id.getName().equals(REQUESTS)) {
                    return id;
                }
                String word = EARLY.get(String.valueOf(id.getTag("status")));
                Meter.Id known = METHODS.contains(String.valueOf(id.getTag("method")))
                        ? id
                        : id.withTag(Tag.of("method", "OTHER"));
                return word == null ? known : known.withTag(Tag.of("uri", word));
            }
        };
    }
}
