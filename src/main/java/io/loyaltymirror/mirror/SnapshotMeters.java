package io.loyaltymirror.mirror;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** Tells how reads were served, and what the snapshots take. */
@Singleton
class SnapshotMeters {

    private final Counter hits;
    private final Counter waits;
    private final Counter queries;

    SnapshotMeters(SnapshotCache cache, MeterRegistry meters) {
        hits = reads(meters, "hit");
        waits = reads(meters, "wait");
        queries = reads(meters, "query");
        Gauge.builder("mirror.snapshots.bytes", cache, SnapshotCache::bytes)
                .description("heap that ready answers take, about")
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("mirror.snapshots.chains", cache, each -> each.chains().size())
                .description("chains whose answers are ready in the heap")
                .register(meters);
    }

    private static Counter reads(MeterRegistry meters, String outcome) {
        return Counter.builder("mirror.snapshots.reads")
                .description(
                        "reads of types: hit from the heap at once, wait for a look or a load, query of one not held")
                .tag("outcome", outcome)
                .register(meters);
    }

    /** Served at once. */
    void hit() {
        hits.increment();
    }

    /** After a look at the database, or a load. */
    void waited() {
        waits.increment();
    }

    /** By queries of its own: the chain is too large or has no place, or nothing is held. */
    void queried() {
        queries.increment();
    }
}
