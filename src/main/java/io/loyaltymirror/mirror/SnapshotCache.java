package io.loyaltymirror.mirror;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.loyaltymirror.ChainId;
import io.quarkus.logging.Log;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The snapshots that are in the heap, within their bound: those that are read most, as Caffeine estimates it. What has no
 * place there is noted, and is not loaded for each read; nor is, while there is no place left, what is read seldom.
 */
@Singleton
// Caffeine's cache of strong references with a weigher, which it looks up by this name; the extension knows others.
@RegisterForReflection(classNames = "com.github.benmanes.caffeine.cache.SSMW")
class SnapshotCache {

    /** The largest chain that is held takes a second or two to load on a busy machine. */
    private static final Duration LONGEST_LOAD = Duration.ofSeconds(10);

    /** Longer than that: nobody else tries meanwhile. */
    private static final Duration TRYING = Duration.ofMinutes(1);

    /** Then a chain that was too large is looked at again. */
    private static final Duration TOO_LARGE = Duration.ofMinutes(10);

    /** Then one that others would not make place for is tried again. */
    private static final Duration NOT_ADMITTED = Duration.ofSeconds(5);

    /** Then one that changed while it was loaded is tried again. */
    private static final Duration OVERTAKEN = Duration.ofSeconds(1);

    /** Where others would have to make place so many reads come first: a load of a thousand types costs some 30 queries. */
    private static final int LEAST_READS = 100;

    /** Caffeine counts reads of what it holds, to 15, and of others how often they are offered. */
    private static final int MOST_OFFERS = 15;

    private static final int READS_AN_OFFER = LEAST_READS / 5;

    private final Cache<Long, ChainSnapshot> held;
    private final SnapshotLoads loads;
    private final Unplaced unplaced;
    private final Set<Long> wentBack = ConcurrentHashMap.newKeySet();
    private final boolean isOff;
    private final long largest;
    private volatile boolean hasEvicted;

    @Inject
    SnapshotCache(SnapshotsBound bound, SnapshotRows rows) {
        this(bound, rows, System::nanoTime);
    }

    SnapshotCache(SnapshotsBound bound, SnapshotRows rows, LongSupplier nanoTime) {
        unplaced = new Unplaced(nanoTime);
        isOff = bound.bytes() == 0;
        largest = bound.bytes() / 2;
        held = Caffeine.newBuilder()
                .maximumWeight(bound.bytes())
                .weigher((Long _, ChainSnapshot snapshot) -> snapshot.weight())
                // Where it is put: a pool of threads for that would cost more than it saves.
                .executor(Runnable::run)
                .evictionListener((_, _, _) -> hasEvicted = true)
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
            snapshot.ifPresentOrElse(_ -> unplaced.refuse(chain, TOO_LARGE, 0), () -> unplaced.lift(chain));
            return snapshot;
        }
        return Optional.of(place(chain, snapshot.get()));
    }

    /** Has no place where a query showed what is newer. */
    private synchronized ChainSnapshot place(long chain, ChainSnapshot loaded) {
        boolean isOld =
                unplaced.shown(chain).filter(loaded.standing()::isOlderThan).isPresent();
        ChainSnapshot kept = isOld ? loaded : offer(chain, loaded);
        if (get(chain) == null) {
            unplaced.refuse(chain, isOld ? OVERTAKEN : NOT_ADMITTED, LEAST_READS);
        } else {
            unplaced.lift(chain);
        }
        return kept;
    }

    /** What is read often meanwhile is offered more than once, or it would never count as much as what is held. */
    private ChainSnapshot offer(long chain, ChainSnapshot loaded) {
        int more = Math.min(MOST_OFFERS, unplaced.reads(chain) / READS_AN_OFFER);
        ChainSnapshot kept = merge(chain, loaded);
        while (get(chain) == null && more-- > 0) {
            kept = merge(chain, loaded);
        }
        return kept;
    }

    private ChainSnapshot merge(long chain, ChainSnapshot loaded) {
        return held.asMap().merge(chain, loaded, (before, now) -> newer(chain, before, now));
    }

    /** A query shows the chain so, and is about to be answered: nothing older is served after it. */
    synchronized void showed(ChainId id, ChainStanding standing) {
        long chain = id.value();
        ChainSnapshot now = get(chain);
        if (now == null || now.standing().isOlderThan(standing)) {
            held.invalidate(chain);
            unplaced.show(chain, standing, LEAST_READS);
        }
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

    /** Whether a read of the chain is for a query; now and then one finds out anew, which none waits for. */
    boolean isRefused(ChainId id) {
        long chain = id.value();
        if (get(chain) != null) {
            return false;
        }
        if (!unplaced.isRefused(chain)) {
            return isFull();
        }
        if (unplaced.isWorthATry(chain, isFull(), TRYING)) {
            loads.loadAnew(id).subscribe().with(_ -> {}, failure -> tryLater(id, failure));
        }
        return true;
    }

    /** Whether something had to go, and more than half is taken since: with less there is place for each that may be held. */
    private boolean isFull() {
        return hasEvicted && bytes() >= largest;
    }

    /** Nobody waits for it, so nobody else would tell. */
    private void tryLater(ChainId chain, Throwable failure) {
        unplaced.refuse(chain.value(), NOT_ADMITTED, LEAST_READS);
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
