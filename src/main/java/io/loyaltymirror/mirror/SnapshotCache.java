package io.loyaltymirror.mirror;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.loyaltymirror.ChainId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The snapshots that are in the heap, within their bound; those that were read least of late make place. */
@Singleton
// Caffeine's cache of strong references with a weigher, which it looks up by this name; the extension knows others.
@RegisterForReflection(classNames = "com.github.benmanes.caffeine.cache.SSMW")
class SnapshotCache {

    /** Then a chain that was too large is looked at again. */
    private static final Duration TOO_LARGE = Duration.ofMinutes(10);

    private final Cache<Long, ChainSnapshot> held;
    private final SnapshotLoads loads;
    private final boolean isOff;
    private final long largest;

    SnapshotCache(SnapshotsBound bound, SnapshotRows rows) {
        isOff = bound.bytes() == 0;
        largest = bound.bytes() / 2;
        held = Caffeine.newBuilder()
                .maximumWeight(bound.bytes())
                .weigher((Long _, ChainSnapshot snapshot) -> snapshot.weight())
                // Where it is put: a pool of threads for that would cost more than it saves.
                .executor(Runnable::run)
                .build();
        loads = new SnapshotLoads(chain -> rows.load(chain, bound.ofOneChain()), this::keep);
    }

    private void keep(long chain, Optional<ChainSnapshot> loaded) {
        if (loaded.isEmpty()) {
            held.invalidate(chain);
            return;
        }
        ChainSnapshot snapshot = loaded.get().within(largest);
        // A scan that found nothing new may have been heard of since the load began.
        held.asMap()
                .merge(chain, snapshot, (before, now) -> now.with(now.standing().notOlderThan(before.standing())));
    }

    /** Whether nothing is to be held. */
    boolean isOff() {
        return isOff;
    }

    /** What is held of a chain; null where it must be loaded. */
    ChainSnapshot get(long chain) {
        ChainSnapshot snapshot = held.getIfPresent(chain);
        return snapshot == null || snapshot.isTooLarge() && snapshot.isOlderThan(TOO_LARGE) ? null : snapshot;
    }

    /** As {@link SnapshotLoads#load}; empty where the chain is not served. */
    Uni<Optional<ChainSnapshot>> load(ChainId chain) {
        return loads.load(chain);
    }

    /** As {@link SnapshotLoads#loadAnew}. */
    Uni<Optional<ChainSnapshot>> loadAnew(ChainId chain) {
        return loads.loadAnew(chain);
    }

    /** What is held, or on its way here, is old. */
    void changed(long chain) {
        loads.changed(chain);
    }

    /** So is what is on its way here, of every chain. */
    void changedWhereUnderWay() {
        loads.underWay().forEach(loads::changed);
    }

    boolean isChanged(long chain) {
        return loads.isChanged(chain);
    }

    /** The chain is not served any more. */
    void drop(long chain) {
        loads.changed(chain);
        held.invalidate(chain);
    }

    /**
     * The chain stands so.
     *
     * @return whether what is held is of that generation, which is then as fresh as this says
     */
    boolean moved(long chain, ChainStanding standing) {
        ChainSnapshot now = held.asMap()
                .computeIfPresent(chain, (_, snapshot) -> snapshot.isOf(standing) ? snapshot.with(standing) : snapshot);
        return now == null || now.isTooLarge() || now.isOf(standing);
    }

    Set<Long> chains() {
        return Set.copyOf(held.asMap().keySet());
    }

    /** What it takes in the heap, about. */
    long bytes() {
        return held.policy().eviction().orElseThrow().weightedSize().orElseThrow();
    }
}
