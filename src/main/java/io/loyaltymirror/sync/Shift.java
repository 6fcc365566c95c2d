package io.loyaltymirror.sync;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * All that this process does for chains, from the first claim on. Once it is over nothing begins any more, and readings
 * end; what is being written goes on to its end.
 */
@ApplicationScoped
class Shift {

    private final Set<UniEmitter<?>> readings = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> quiet = new CompletableFuture<>();
    private int underWay;
    private boolean over;

    /** Does the work; fails with {@link ToldToStopException} where nothing begins any more. */
    <T> Uni<T> begin(Supplier<Uni<T>> work) {
        return Uni.createFrom()
                .deferred(() -> admits()
                        ? work.get().onTermination().invoke(this::end)
                        : Uni.createFrom().failure(told()));
    }

    private synchronized boolean admits() {
        underWay += over ? 0 : 1;
        return !over;
    }

    /** What has begun leads to more, which {@link #end} ends: of a claim, the reading and the release. */
    synchronized void goOn() {
        underWay++;
    }

    synchronized void end() {
        underWay--;
        quietOnceOver();
    }

    synchronized boolean isOver() {
        return over;
    }

    /** Reads, but not beyond the end of the shift: then this fails with {@link ToldToStopException} at once. */
    <T> Uni<T> read(Uni<T> reading) {
        return Uni.createFrom()
                .deferred(() -> isOver()
                        ? Uni.createFrom().failure(told())
                        : Uni.combine().any().of(Uni.createFrom().emitter(this::enlist), reading));
    }

    private void enlist(UniEmitter<?> reading) {
        readings.add(reading);
        reading.onTermination(() -> readings.remove(reading));
        if (isOver()) {
            reading.fail(told());
        }
    }

    private static ToldToStopException told() {
        return new ToldToStopException();
    }

    /**
     * The process was told to stop.
     *
     * @return completes when nothing is under way any more
     */
    CompletableFuture<Void> over() {
        synchronized (this) {
            over = true;
            quietOnceOver();
        }
        readings.forEach(reading -> reading.fail(told()));
        return quiet;
    }

    private void quietOnceOver() {
        if (over && underWay == 0) {
            quiet.complete(null);
        }
    }
}
