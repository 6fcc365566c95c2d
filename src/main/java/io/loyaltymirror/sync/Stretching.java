package io.loyaltymirror.sync;

import io.loyaltymirror.Kind;
import io.loyaltymirror.upstream.Upstream;
import io.loyaltymirror.upstream.View;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Arrays;

/** Measures now and then whether a round of all chains fits the rate budget, and by how much intervals stretch if not. */
@ApplicationScoped
class Stretching {

    /** It reads a row of every chain and kind, and what it says changes with chains and their lengths alone. */
    private static final long FRESH_NANOS = Duration.ofMinutes(1).toNanos();

    /** Of each kind the pages of its lists, at least one a list ($3 and $4: how many lists), by its interval. */
    private static final String NEEDED = """
            SELECT coalesce(sum(60 / coalesce(sync_every_s, $1::double precision) * greatest(lists.number,
                       (SELECT sum(greatest(1, ceil(total / $2::double precision))) FROM unnest(view_totals) AS total))),
                   0)::double precision AS needed
              FROM chain
              JOIN chain_kind ON chain_id = chain.id
              JOIN unnest($3::text[], $4::integer[]) AS lists (kind, number) USING (kind)
             WHERE enabled AND removed_at IS NULL""";

    private final Pool pool;
    private final Upstream upstream;
    private final double everySeconds;
    private volatile Stretch stretch = Stretch.NONE;
    private volatile long measuredAt = System.nanoTime() - FRESH_NANOS;

    Stretching(Pool pool, Upstream upstream, SyncConfig config, MeterRegistry meters) {
        this.pool = pool;
        this.upstream = upstream;
        this.everySeconds = config.every().toMillis() / 1e3;
        Gauge.builder("mirror.sync.stretch", this, Stretching::factor)
                .description(
                        "Ratio by which intervals are longer than asked for, so that all chains fit the rate budget;"
                                + " 1: they fit")
                .register(meters);
    }

    /** What to multiply an interval by. */
    double factor() {
        return stretch.factor();
    }

    Uni<Void> keepFresh() {
        return System.nanoTime() - measuredAt < FRESH_NANOS ? Uni.createFrom().voidItem() : measure();
    }

    Uni<Void> measure() {
        String[] kinds = Arrays.stream(Kind.values()).map(Kind::word).toArray(String[]::new);
        Integer[] lists =
                Arrays.stream(Kind.values()).map(kind -> View.of(kind).size()).toArray(Integer[]::new);
        return pool.preparedQuery(NEEDED)
                .execute(Tuple.of(everySeconds, (double) upstream.pageSize(), kinds, lists))
                .map(rows -> rows.iterator().next().getDouble("needed"))
                .invoke(needed -> apply(new Stretch(needed, upstream.scansPerMinute())))
                .replaceWithVoid();
    }

    private void apply(Stretch now) {
        boolean fitted = stretch.fits();
        stretch = now;
        measuredAt = System.nanoTime();
        if (fitted && !now.fits()) {
            Log.warnf(
                    "The chains need %.1f requests a minute, scans may send %d: intervals are %.2f times as long."
                            + " A longer mirror.sync.every or fewer chains fit",
                    now.needed(), now.share(), now.factor());
        } else if (!fitted && now.fits()) {
            Log.infof(
                    "The chains fit again: they need %.1f requests a minute, scans may send %d",
                    now.needed(), now.share());
        }
    }
}
