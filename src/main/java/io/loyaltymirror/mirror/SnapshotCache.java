package io.loyaltymirror.mirror;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.loyaltymirror.ChainId;
import io.quarkus.logging.Log;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The snapshots that are in the heap, within their bound: those that are read most, as Caffeine estimates it. What has no
 * place there is noted, and is not loaded for each read.
 */
@Singleton
// Caffeine's cache of strong references with a weigher, which it looks up by this name; the extension knows others.
@RegisterForReflection(classNames = "com.github.benmanes.caffeine.cache.SSMW")
class SnapshotCache {

    /** The largest chain that is held takes a second or two to load on a busy machine. */
    private static final Duration LONGEST_LOAD = Duration.ofSeconds(10);

    /** Then a chain that was too large is looked at again. */
    private static final Duration TOO_LARGE = Duration.ofMinutes(10);

    /** Then one that others would not make place for is tried again. */
    private static final Duration NOT_ADMITTED = Duration.ofSeconds(5);

    private final Cache<Long, ChainSnapshot> held;
    private final SnapshotLoads loads;
    private final ConcurrentMap<Long, Long> refusedUntil = new ConcurrentHashMap<>();
    private final Set<Long> wentBack = ConcurrentHashMap.newKeySet();
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
        loads = new SnapshotLoads(chain -> rows.load(chain, bound.ofOneChain()), this::keep, LONGEST_LOAD);
    }

    /** Whether nothing is to be held. */
    boolean isOff() {
        return isOff;
    }

    /** @return what is held now, or would be */
    private Optional<ChainSnapshot> keep(long chain, Optional<ChainSnapshot> loaded) {
        Optional<ChainSnapshot> snapshot = loaded.map(read -> read.within(largest));
        if (snapshot.isEmpty() || snapshot.get().isTooLarge()) {
            held.invalidate(chain);
            snapshot.ifPresentOrElse(_ -> refuse(chain, TOO_LARGE), () -> refusedUntil.remove(chain));
            return snapshot;
        }
        ChainSnapshot kept = held.asMap().merge(chain, snapshot.get(), (before, now) -> newer(chain, before, now));
        if (held.getIfPresent(chain) == null) {
            refuse(chain, NOT_ADMITTED);
        } else {
            refusedUntil.remove(chain);
        }
        return Optional.of(kept);
    }

    /** What is served goes forward only; and a scan that found nothing new may have been heard of since a load began. */
    private ChainSnapshot newer(long chain, ChainSnapshot before, ChainSnapshot now) {
        if (now.standing().isOlderThan(before.standing())) {
            if (wentBack.add(chain)) {
                Log.errorf(
                        "The database went back, what was read before is served on: chain=%d from %s to %s."
                                + " After a restore its epoch has to be raised, see the README",
                        chain, before.standing().tag(), now.standing().tag());
            }
            return before;
        }
        wentBack.remove(chain);
        return now.with(now.standing().notOlderThan(before.standing()));
    }

    private void refuse(long chain, Duration time) {
        refusedUntil.put(chain, System.nanoTime() + time.toNanos());
    }

    /** Whether the chain has no place here; after a while that is found out anew, and no read waits for it. */
    boolean isRefused(ChainId chain) {
        Long until = refusedUntil.get(chain.value());
        if (until == null) {
            return false;
        }
        long now = System.nanoTime();
        if (now - until >= 0 && refusedUntil.replace(chain.value(), until, now + TOO_LARGE.toNanos())) {
            loads.loadAnew(chain).subscribe().with(_ -> {}, failure -> tryLater(chain, failure));
        }
        return true;
    }

    /** Nobody waits for it, so nobody else would tell. */
    private void tryLater(ChainId chain, Throwable failure) {
        refuse(chain.value(), NOT_ADMITTED);
        if (!DatabaseAbsence.isReason(failure)) {
            Log.warnf(
                    "A chain without a place could not be looked at again, trying later: chain=%s %s", chain, failure);
        }
    }

    /** What is held of a chain; null where it must be loaded. */
    ChainSnapshot get(long chain) {
        return held.getIfPresent(chain);
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
                .computeIfPresent(
                        chain,
                        (_, snapshot) -> snapshot.isOf(standing)
                                ? snapshot.with(standing.notOlderThan(snapshot.standing()))
                                : snapshot);
        return now != null && now.isOf(standing);
    }

    Set<Long> chains() {
        return Set.copyOf(held.asMap().keySet());
    }

    /** What it takes in the heap, about. */
    long bytes() {
        return held.policy().eviction().orElseThrow().weightedSize().orElseThrow();
    }
}
