package io.loyaltymirror.mirror;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Chains that have no place in the heap, what queries showed of them, and when to try again: after some time, and while
 * there is no place not before each was asked for so often that a load hardly counts beside its queries. By time alone a
 * thousand such chains would be loaded without end.
 */
final class Unplaced {

    private final LongSupplier nanoTime;
    private final ConcurrentMap<Long, Refusal> refusals = new ConcurrentHashMap<>();

    /** @param nanoTime as {@link System#nanoTime} */
    Unplaced(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Why a chain is not held.
     *
     * @param least reads before a try is worth it
     * @param reads since
     * @param shown the newest that a query showed; null where none did
     */
    private record Refusal(long until, int least, AtomicInteger reads, ChainStanding shown) {

        boolean isOver(long now, boolean isFull) {
            boolean isOften = reads.incrementAndGet() > least;
            return now - until >= 0 && (isOften || !isFull);
        }

        Refusal showing(ChainStanding standing) {
            return shown == null || shown.isOlderThan(standing) ? new Refusal(until, least, reads, standing) : this;
        }
    }

    /** The chain has no place for so long at least, and for so many reads while there is none. */
    void refuse(long chain, Duration time, int least) {
        long until = nanoTime.getAsLong() + time.toNanos();
        refusals.compute(
                chain,
                (_, before) -> new Refusal(until, least, new AtomicInteger(), before == null ? null : before.shown));
    }

    /** A query showed a chain that is not held: refused from now on if it was not, for so many reads. */
    void show(long chain, ChainStanding standing, int least) {
        long now = nanoTime.getAsLong();
        refusals.compute(
                chain,
                (_, before) -> before == null
                        ? new Refusal(now, least, new AtomicInteger(), standing)
                        : before.showing(standing));
    }

    /** The chain has a place, or needs none. */
    void lift(long chain) {
        refusals.remove(chain);
    }

    boolean isRefused(long chain) {
        return refusals.containsKey(chain);
    }

    /**
     * Counts a read of a refused chain.
     *
     * @param isFull whether others would have to make place
     * @param trying so long nobody else tries
     * @return whether this reader shall try again; one of many who read at once
     */
    boolean isWorthATry(long chain, boolean isFull, Duration trying) {
        Refusal refusal = refusals.get(chain);
        long now = nanoTime.getAsLong();
        return refusal != null
                && refusal.isOver(now, isFull)
                && refusals.replace(
                        chain,
                        refusal,
                        new Refusal(now + trying.toNanos(), refusal.least, refusal.reads, refusal.shown));
    }

    /** How often the chain was read since it was refused. */
    int reads(long chain) {
        Refusal refusal = refusals.get(chain);
        return refusal == null ? 0 : refusal.reads.get();
    }

    /** The newest that a query showed. */
    Optional<ChainStanding> shown(long chain) {
        return Optional.ofNullable(refusals.get(chain)).map(Refusal::shown);
    }
}
