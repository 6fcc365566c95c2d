package io.loyaltymirror.upstream;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The requests that upstream allows to one address. Callers wait in order for their turn and are never refused. Kept by
 * this process alone for now.
 *
 * <p>A permit is good for a moment only. Whoever opens a connection first, or was stopped meanwhile, would send late and
 * meet the requests after it: so a request asks once more right before its bytes leave ({@link #use}), and where its
 * permit is too old it waits for another.
 */
@ApplicationScoped
class RateBudget {

    /** Far more than from a timer to a socket that is open, and too little to let two requests meet. */
    private static final long FRESH = TimeUnit.MILLISECONDS.toNanos(50);

    private final Vertx vertx;
    private final PermitSchedule schedule;
    private final LongSupplier nanoTime;
    private final Deque<Waiter> waiting = new ArrayDeque<>();
    private boolean isGranted;
    private long grantedAt;
    private boolean isTimerSet;

    @Inject
    RateBudget(Vertx vertx, UpstreamConfig config) {
        this(vertx, new PermitSchedule(config.rate().perSecond(), config.rate().perMinute()), System::nanoTime);
    }

    RateBudget(Vertx vertx, PermitSchedule schedule, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.schedule = schedule;
        this.nanoTime = nanoTime;
    }

    /** Completes when one request may leave, on the caller's own Vert.x context. */
    Uni<Void> permit() {
        if (schedule.isUnlimited()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom().emitter(emitter -> enqueue(new Waiter(emitter, Vertx.currentContext())));
    }

    private synchronized void enqueue(Waiter waiter) {
        waiter.emitter().onTermination(() -> forget(waiter));
        waiting.add(waiter);
        grant();
    }

    private synchronized void forget(Waiter waiter) {
        waiting.remove(waiter);
    }

    /** Uses the permit that was granted last, right before a request leaves; false where there is no fresh one. */
    synchronized boolean use() {
        if (schedule.isUnlimited()) {
            return true;
        }
        long now = nanoTime.getAsLong();
        boolean isFresh = isGranted && now - grantedAt <= FRESH;
        isGranted = false;
        if (isFresh) {
            schedule.used(now);
        }
        grant();
        return isFresh;
    }

    /** One permit at a time: the next is counted from when this one was used, or given up. */
    private synchronized void grant() {
        if (waiting.isEmpty()) {
            return;
        }
        long now = nanoTime.getAsLong();
        long at = isGranted ? Math.max(grantedAt + FRESH, now) : schedule.earliest(now);
        if (at > now) {
            wakeAt(at, now);
        } else {
            isGranted = true;
            grantedAt = now;
            waiting.remove().go();
            wakeAt(now + FRESH, now);
        }
    }

    private void wakeAt(long at, long now) {
        if (isTimerSet) {
            return;
        }
        isTimerSet = true;
        // Rounded up: a timer that fires early would only be set again.
        long millis = TimeUnit.NANOSECONDS.toMillis(at - now) + 1;
        vertx.setTimer(millis, _ -> wake());
    }

    private synchronized void wake() {
        isTimerSet = false;
        if (isGranted && nanoTime.getAsLong() - grantedAt > FRESH) {
            isGranted = false;
        }
        grant();
    }

    private record Waiter(UniEmitter<? super Void> emitter, Context context) {

        void go() {
            if (context == null) {
                emitter.complete(null);
            } else {
                context.runOnContext(_ -> emitter.complete(null));
            }
        }
    }
}
