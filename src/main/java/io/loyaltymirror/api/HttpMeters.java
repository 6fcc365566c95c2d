package io.loyaltymirror.api;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Gives the times of requests buckets, so that quantiles over all replicas can be told: a sum and a maximum tell none. And
 * keeps addresses that strangers make up out of the labels: there is room for a hundred, and then the callers' own are
 * not counted any more.
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

    /** Who is not known is refused before anybody looks which template an address has. */
    @Produces
    @Singleton
    static MeterFilter strangers() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                return id.getName().equals(REQUESTS) && "401".equals(id.getTag("status"))
                        ? id.withTag(Tag.of("uri", "UNAUTHORIZED"))
                        : id;
            }
        };
    }
}
