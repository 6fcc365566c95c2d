package io.loyaltymirror.mirror;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.OwnContext;
import io.loyaltymirror.mirror.ChainStanding.Told;
import io.loyaltymirror.mirror.SnapshotsConfig.Compare;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads from the heap: the one place that decides what is served from there, and when the database is asked.
 *
 * <p>A snapshot is replaced as a whole, by one that was read after it. What is heard to be published is read at once, and
 * the snapshot before is served until that is there; for what this process wrote the next read waits. While it is not
 * certain that publications are heard each read compares first. While the database is away what is held is served on, and
 * its age tells. A chain that is too large to be held is served by queries, and so is one that has no place, until it is read
 * often; what a query showed is followed by nothing older.
 */
@Singleton
public class Snapshots {

    /** So long a read waits for a look that most reads can do without. */
    private static final Duration LOOK = Duration.ofMillis(50);

    /** So long one waits whose caller would rather be late than be told what is old. */
    private static final Duration STRICT_LOOK = Duration.ofSeconds(2);

    /** What was heard and is not here by then is waited for by the next read. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final SnapshotRows rows;
    private final SnapshotCache cache;
    private final SnapshotMeters meters;
    private final DatabaseClock clock;
    private final Joined<Void> looks = new Joined<>();
    private final Trouble looking = new Trouble();
    private final Trouble loading = new Trouble();
    private final boolean isStrict;
    private volatile BooleanSupplier hearing = () -> false;

    Snapshots(
            SnapshotsConfig config,
            SnapshotRows rows,
            SnapshotCache cache,
            SnapshotMeters meters,
            DatabaseClock clock) {
        this.rows = rows;
        this.cache = cache;
        this.meters = meters;
        this.clock = clock;
        this.isStrict = config.compare() == Compare.ALWAYS;
    }

    /** This process wrote to the chain, and committed: the next read shows it. */
    public void wrote(ChainId chain) {
        cache.changed(chain.value());
    }

    /** From now on this tells whether every publication until now was heard, or is about to be. */
    void hearBy(BooleanSupplier hearing) {
        this.hearing = hearing;
    }

    /** Somebody published, here or elsewhere. */
    void published(Told told) {
        if (told.standing().isEmpty()) {
            cache.drop(told.chain());
        } else if (cache.get(told.chain()) == null) {
            // It may be on its way here.
            cache.changed(told.chain());
        } else if (!cache.moved(told.chain(), told.standing().get())) {
            load(new ChainId(told.chain()), told.standing().get());
        }
    }

    private void load(ChainId chain, ChainStanding told) {
        cache.loadAnew(chain)
                .ifNoItem()
                .after(SOON)
                .fail()
                .subscribe()
                .with(loaded -> requireNoOlder(chain, loaded, told), failure -> loadLater(chain, failure));
    }

    /** A connection to a server that lags behind, where there are several. */
    private void requireNoOlder(ChainId chain, Optional<ChainSnapshot> loaded, ChainStanding told) {
        if (loaded.isPresent() && loaded.get().standing().isOlderThan(told)) {
            cache.changed(chain.value());
        }
    }

    private void loadLater(ChainId chain, Throwable failure) {
        cache.changed(chain.value());
        if (!DatabaseAbsence.isReason(failure)) {
            Log.errorf(failure, "A published chain could not be loaded, its next read tries again: chain=%s", chain);
        }
    }

    /** Looks at all that is held; what is not the newest is loaded when it is read. */
    Uni<Void> compareAll() {
        cache.changedWhereUnderWay();
        Set<Long> chains = cache.chains();
        return rows.standings(chains)
                .invoke(standings -> chains.forEach(chain -> compare(chain, standings.get(chain))))
                .replaceWithVoid();
    }

    /** What can be answered at once, which most reads can; empty where one has to wait, see {@link #read}. */
    <T> Optional<Reading<T>> ready(ChainId chain, Kind kind, long atLeast, Function<KindSnapshot, T> fromHeap) {
        // Asked before: what comes in between is shown, or was no reason to wait.
        boolean isCertain = isCertain(chain);
        ChainSnapshot held = cache.get(chain.value());
        if (held == null || !isCertain || held.standing().generation() < atLeast) {
            return Optional.empty();
        }
        meters.hit();
        return Optional.of(reading(held, kind, fromHeap));
    }

    /**
     * Reads one kind of a chain.
     *
     * @param atLeast the generation's number that is known to be there; a caller's word, and so only a reason to look
     * @param fromHeap the answer from a snapshot
     * @param fromDatabase the answer from a query, where there is no snapshot
     */
    <T> Uni<Reading<T>> read(
            ChainId chain,
            Kind kind,
            long atLeast,
            Function<KindSnapshot, T> fromHeap,
            Supplier<Uni<Reading<T>>> fromDatabase) {
        Optional<Reading<T>> ready = ready(chain, kind, atLeast, fromHeap);
        if (ready.isPresent()) {
            return Uni.createFrom().item(ready.get());
        }
        if (cache.isOff() || cache.isRefused(chain)) {
            meters.queried();
            return queried(chain, fromDatabase);
        }
        meters.waited();
        ChainSnapshot held = cache.get(chain.value());
        // A load is joined from any context, and a session of Hibernate belongs to the caller's own.
        return OwnContext.of(held == null ? newest(chain) : renewed(chain, held))
                .chain(found -> {
                    if (found.isEmpty()) {
                        return Uni.createFrom().item(new Reading.UnknownChain<>());
                    }
                    return found.get().isTooLarge()
                            ? queried(chain, fromDatabase)
                            : Uni.createFrom().item(reading(found.get(), kind, fromHeap));
                });
    }

    private <T> Uni<Reading<T>> queried(ChainId chain, Supplier<Uni<Reading<T>>> fromDatabase) {
        return fromDatabase.get().invoke(reading -> {
            if (reading instanceof Reading.Found<T> found && !cache.isOff()) {
                cache.showed(chain, ChainStanding.of(found.generation()));
            }
        });
    }

    private boolean isCertain(ChainId chain) {
        return !isStrict && hearing.getAsBoolean() && !cache.isChanged(chain.value());
    }

    private <T> Reading<T> reading(ChainSnapshot snapshot, Kind kind, Function<KindSnapshot, T> fromHeap) {
        Instant asOf = snapshot.standing().asOf().get(kind);
        if (asOf == null) {
            return new Reading.NeverRead<>();
        }
        T value = fromHeap.apply(snapshot.kinds().get(kind));
        return new Reading.Found<>(
                snapshot.standing().tag(), snapshot.standing().asOfText().get(kind), clock.since(asOf), value);
    }

    /** As of now, or only as of the last change that is known. */
    private Uni<Optional<ChainSnapshot>> newest(ChainId chain) {
        return isStrict ? cache.loadAnew(chain) : cache.load(chain);
    }

    /** What is held, after a look whether it is the newest; it is served as it is where that cannot be told. */
    private Uni<Optional<ChainSnapshot>> renewed(ChainId chain, ChainSnapshot held) {
        Uni<Optional<ChainSnapshot>> newest =
                cache.isChanged(chain.value()) ? loaded(chain, held) : compared(chain, held);
        return newest.onFailure(DatabaseAbsence::isReason).recoverWithItem(() -> Optional.of(newestOf(chain, held)));
    }

    /** Somebody else's load may have come meanwhile. */
    private ChainSnapshot newestOf(ChainId chain, ChainSnapshot held) {
        ChainSnapshot now = cache.get(chain.value());
        return now == null || now.standing().isOlderThan(held.standing()) ? held : now;
    }

    private Uni<Optional<ChainSnapshot>> loaded(ChainId chain, ChainSnapshot held) {
        return loading.admits()
                ? loading.watch(newest(chain))
                : Uni.createFrom().item(() -> Optional.of(newestOf(chain, held)));
    }

    private Uni<Optional<ChainSnapshot>> compared(ChainId chain, ChainSnapshot held) {
        if (!looking.admits()) {
            return Uni.createFrom().item(() -> Optional.of(newestOf(chain, held)));
        }
        Uni<Void> look = isStrict ? Joined.detached(look(chain)) : looks.join(chain.value(), () -> look(chain));
        return looking.watch(
                        look.ifNoItem().after(isStrict ? STRICT_LOOK : LOOK).fail())
                .chain(() -> cache.isChanged(chain.value())
                        ? loaded(chain, held)
                        : Uni.createFrom().item(Optional.of(newestOf(chain, held))));
    }

    /** What it shows is kept, though whoever asked has waited enough; and what went wrong with it is told. */
    private Uni<Void> look(ChainId chain) {
        long begun = System.nanoTime();
        return rows.standings(Set.of(chain.value()))
                .invoke(standings -> compare(chain.value(), standings.get(chain.value())))
                .onFailure(failure -> !DatabaseAbsence.isReason(failure) && isLate(begun))
                .invoke(failure -> Log.warnf(failure, "A look at a chain failed unexpectedly: chain=%s", chain))
                .replaceWithVoid();
    }

    /** Whether who asked for a look has gone on without it. */
    private boolean isLate(long begun) {
        return System.nanoTime() - begun > (isStrict ? STRICT_LOOK : LOOK).toNanos();
    }

    private void compare(long chain, ChainStanding standing) {
        if (standing == null) {
            cache.drop(chain);
        } else if (!cache.moved(chain, standing)) {
            cache.changed(chain);
        }
    }
}
