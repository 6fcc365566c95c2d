package io.loyaltymirror.upstream;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The requests that upstream allows to one address. Callers wait in order for their turn and are never refused;
 * interactive ones go before scans, which leave a reserve of each minute to them. Kept by this process alone for now.
 *
 * <p>One permit is out at a time, and a request uses it right before its bytes leave ({@link #use}): what comes after is
 * counted from there, so that a connection that had to be opened first, a cold start or a process that was stopped
 * cannot bring two requests together.
 */
@ApplicationScoped
class RateBudget {

    private final Vertx vertx;
    private final LongSupplier nanoTime;
    private final PermitSchedule all;
    private final PermitSchedule scans;
    private final Map<Traffic, Deque<Waiter>> waiting = new EnumMap<>(Traffic.class);
    private Waiter granted;
    private long grantedUntil;
    private long pausedUntil = Long.MIN_VALUE;
    private Traffic used = Traffic.INTERACTIVE;
    private long timerAt = Long.MAX_VALUE;

    @Inject
    RateBudget(Vertx vertx, UpstreamConfig config) {
        this(vertx, config.rate(), System::nanoTime);
    }

    RateBudget(Vertx vertx, UpstreamConfig.Rate rate, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.nanoTime = nanoTime;
        this.all = new PermitSchedule(rate.perSecond(), rate.perMinute());
        this.scans = new PermitSchedule(rate.perSecond(), Math.max(rate.perMinute() - rate.reserve(), 0));
        for (Traffic traffic : Traffic.values()) {
            waiting.put(traffic, new ArrayDeque<>());
        }
    }

    /** What one request may leave with; to be given back where it does not. */
    interface Permit {}

    private static final Permit UNLIMITED = new Permit() {};

    /**
     * Completes when one request may leave, on the caller's own Vert.x context.
     *
     * @param freshFor how long the permit waits for being used before it is given up
     */
    Uni<Permit> permit(Traffic traffic, Duration freshFor) {
        if (all.isUnlimited()) {
            return Uni.createFrom().item(UNLIMITED);
        }
        return Uni.createFrom()
                .emitter(emitter -> enqueue(new Waiter(emitter, Vertx.currentContext(), traffic, freshFor.toNanos())));
    }

    /** The request of this permit did not leave, or has: the next need not wait until it is stale. */
    synchronized void giveBack(Permit permit) {
        if (granted == permit) {
            granted = null;
            grant();
        }
    }

    private synchronized void enqueue(Waiter waiter) {
        waiter.emitter().onTermination(() -> forget(waiter));
        waiting.get(waiter.traffic()).add(waiter);
        grant();
    }

    private synchronized void forget(Waiter waiter) {
        waiting.get(waiter.traffic()).remove(waiter);
    }

    /** Uses the permit that is out, right before a request leaves; false where there is none. */
    synchronized boolean use() {
        if (all.isUnlimited()) {
            return true;
        }
        long now = nanoTime.getAsLong();
        boolean isGood = granted != null && now <= grantedUntil && now >= pausedUntil;
        if (isGood) {
            used = granted.traffic();
            all.used(now);
            if (used == Traffic.SCAN) {
                scans.used(now);
            }
        }
        granted = null;
        grant();
        return isGood;
    }

    /**
     * The bytes of the request that used a permit last have left now. Code that runs for the first time takes its time
     * between the two, and what comes next is spaced from the later.
     */
    synchronized void left() {
        long now = nanoTime.getAsLong();
        all.left(now);
        if (used == Traffic.SCAN) {
            scans.left(now);
        }
    }

    /** Upstream refuses the volume: nobody asks it anything until then. */
    synchronized void pause(Duration wait) {
        Log.warnf("Upstream refuses the volume of requests, all wait for %s", wait);
        pausedUntil = Math.max(pausedUntil, nanoTime.getAsLong() + wait.toNanos());
    }

    private synchronized void grant() {
        Traffic next = waiting.get(Traffic.INTERACTIVE).isEmpty() ? Traffic.SCAN : Traffic.INTERACTIVE;
        if (waiting.get(next).isEmpty()) {
            return;
        }
        long now = nanoTime.getAsLong();
        long at = granted != null ? grantedUntil + 1 : earliest(next, now);
        if (at > now) {
            wakeAt(at, now);
            return;
        }
        granted = waiting.get(next).remove();
        grantedUntil = now + granted.freshFor();
        granted.go();
    }

    private long earliest(Traffic traffic, long now) {
        long at = Math.max(all.earliest(now), pausedUntil);
        return traffic == Traffic.SCAN ? Math.max(at, scans.earliest(now)) : at;
    }

    /** One timer that is early enough: a scan's may be a minute away when a caller comes, whose turn is sooner. */
    private void wakeAt(long at, long now) {
        if (timerAt <= at) {
            return;
        }
        timerAt = at;
        // Rounded up: a timer that fires early would only be set again.
        long millis = TimeUnit.NANOSECONDS.toMillis(at - now) + 1;
        vertx.setTimer(millis, _ -> wake());
    }

    private synchronized void wake() {
        timerAt = Long.MAX_VALUE;
        if (granted != null && nanoTime.getAsLong() > grantedUntil) {
            granted = null;
        }
        grant();
    }

    private record Waiter(UniEmitter<? super Permit> emitter, Context context, Traffic traffic, long freshFor)
            implements Permit {

        void go() {
            if (context == null) {
                emitter.complete(this);
            } else {
                context.runOnContext(_ -> emitter.complete(null));
            }
        }
    }
}
