package io.loyaltymirror.mirror;

import io.loyaltymirror.mirror.ChainState.KindState;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Tells the metrics how fresh each enabled chain is, from one query now and then and not from each scrape. Between two
 * looks, and while the database is away, ages grow by this process's clock: a frozen age would be a lie.
 */
@ApplicationScoped
class Freshness {

    /** Far above what the query takes: the connection is half-open, and the next look must not wait for it. */
    private static final Duration LOST = Duration.ofSeconds(30);

    private final Schema schema;
    private final ChainStates states;
    private final List<Gauge> gauges;
    private volatile Map<Tags, Look> looks = Map.of();

    Freshness(Schema schema, ChainStates states, MeterRegistry meters) {
        this.schema = schema;
        this.states = states;
        this.gauges = List.of(
                new Gauge(
                        MultiGauge.builder("mirror.freshness.seconds")
                                .description("Age of the newest complete scan; +Inf where there was none yet")
                                .register(meters),
                        Look::age),
                new Gauge(
                        MultiGauge.builder("mirror.chain.suspects")
                                .description("Types that are suspected to be gone, and served on")
                                .register(meters),
                        look -> look.state.suspects()),
                new Gauge(
                        MultiGauge.builder("mirror.chain.held")
                                .description("Types that are held: too many were absent at once to be believed")
                                .register(meters),
                        Look::held));
    }

    @Scheduled(every = "15s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return schema.isReady()
                ? states.of(Optional.empty())
                        .ifNoItem()
                        .after(LOST)
                        .fail()
                        .invoke(this::show)
                        .replaceWithVoid()
                        .onFailure()
                        .recoverWithUni(Freshness::lookLater)
                : Uni.createFrom().voidItem();
    }

    /** That the database is away is said by who needs it more. */
    private static Uni<Void> lookLater(Throwable failure) {
        if (!DatabaseAbsence.isReason(failure)) {
            Log.error("Looking how fresh the chains are failed, trying again", failure);
        }
        return Uni.createFrom().voidItem();
    }

    private void show(List<ChainState> found) {
        long now = System.nanoTime();
        Map<Tags, Look> seen = new HashMap<>();
        for (ChainState chain : found) {
            if (chain.enabled()) {
                chain.kinds().forEach(kind -> seen.put(tags(chain, kind), new Look(kind, now)));
            }
        }
        Set<Tags> before = looks.keySet();
        looks = seen;
        if (!before.equals(seen.keySet())) {
            gauges.forEach(gauge -> gauge.rows.register(seen.keySet().stream()
                    .map(tags -> MultiGauge.Row.of(tags, () -> value(tags, gauge.value)))
                    .toList()));
        }
    }

    private static Tags tags(ChainState chain, KindState kind) {
        return Tags.of("chain", Long.toString(chain.id()), "kind", kind.kind());
    }

    private double value(Tags tags, ToDoubleFunction<Look> value) {
        Look look = looks.get(tags);
        return look == null ? Double.NaN : value.applyAsDouble(look);
    }

    private record Gauge(MultiGauge rows, ToDoubleFunction<Look> value) {}

    private record Look(KindState state, long nanos) {

        double age() {
            return state.ageS() == null ? Double.POSITIVE_INFINITY : state.ageS() + (System.nanoTime() - nanos) / 1e9;
        }

        double held() {
            return state.hold() == null ? 0 : state.hold().types();
        }
    }
}
