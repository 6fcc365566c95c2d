package io.loyaltymirror.upstream;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The requests that upstream allows to one address, shared by all processes behind it. Callers wait in order for their
 * turn, interactive ones before scans, and are refused only where the database that counts is away.
 *
 * <p>A permit is taken ahead of its time. Then it is out, one at a time, and a request uses it right before its bytes
 * leave ({@link #use}). One that was not used in time is given back, and another is taken: a connection that had to be
 * opened first, a cold start or a process that was stopped cannot bring two requests together.
 */
@ApplicationScoped
class RateBudget {

    private final Vertx vertx;
    private final BudgetRow row;
    private final LongSupplier nanoTime;
    private final Map<Traffic, PermitQueue> queues = new EnumMap<>(Traffic.class);
    /** In the order of their times. */
    private final List<Granted> ahead = new ArrayList<>();

    private Permit out;
    private long timer;
    private long timerAt;
    private boolean isTimerSet;

    @Inject
    RateBudget(Vertx vertx, BudgetRow row) {
        this(vertx, row, System::nanoTime);
    }

    RateBudget(Vertx vertx, BudgetRow row, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.row = row;
        this.nanoTime = nanoTime;
        DatabaseTime time = new DatabaseTime();
        for (Traffic traffic : Traffic.values()) {
            queues.put(traffic, new PermitQueue(vertx, row, traffic, nanoTime, time, this::granted));
        }
    }

    /**
     * Completes when one request may leave, on the caller's own Vert.x context, to be given back where it does
     * not. Fails with {@link NoBudgetException}.
     *
     * @param asker on whose behalf, the same for all requests of one scan: askers take turns
     * @param freshFor how long the permit waits for being used before it is given back
     */
    Uni<Permit> permit(Traffic traffic, Object asker, Duration freshFor) {
        if (row.isUnlimited()) {
            return Uni.createFrom().item(Permit.UNLIMITED);
        }
        return Uni.createFrom().emitter(emitter -> enqueue(emitter, traffic, asker, freshFor));
    }

    private void enqueue(UniEmitter<? super Permit> emitter, Traffic traffic, Object asker, Duration freshFor) {
        Waiter waiter =
                new Waiter(emitter, Vertx.currentContext(), traffic, asker, freshFor.toNanos(), nanoTime.getAsLong());
        emitter.onTermination(() -> forget(waiter));
        queues.get(traffic).add(waiter);
    }

    private void forget(Waiter waiter) {
        queues.get(waiter.traffic()).remove(waiter);
        take(waiter).forEach(granted -> tellUnused(granted.permit()));
    }

    private synchronized List<Granted> take(Waiter waiter) {
        List<Granted> his =
                ahead.stream().filter(granted -> granted.waiter() == waiter).toList();
        ahead.removeAll(his);
        return his;
    }

    private synchronized void granted(Waiter waiter, Permit permit) {
        int at = 0;
        while (at < ahead.size() && ahead.get(at).permit().earliest() - permit.earliest() <= 0) {
            at++;
        }
        ahead.add(at, new Granted(waiter, permit));
        advance();
    }

    /** The request of this permit did not leave, or has: the next need not wait until it is stale. */
    synchronized void giveBack(Permit permit) {
        if (out == permit) {
            tellUnused(permit);
            out = null;
            advance();
        }
    }

    /** Uses the permit that is out, right before a request leaves; null where there is none. */
    synchronized Permit use() {
        if (row.isUnlimited()) {
            return Permit.UNLIMITED;
        }
        dropStale(nanoTime.getAsLong());
        Permit used = out;
        out = null;
        advance();
        return used;
    }

    /**
     * The bytes of the request that used this permit have left now. Code that runs for the first time takes its time
     * between the two, and what comes next is counted from the later.
     */
    void left(Permit permit) {
        if (permit != Permit.UNLIMITED) {
            row.left(permit.number(), permit.late(nanoTime.getAsLong()));
        }
    }

    /** Upstream refuses the volume: nobody asks it anything until then, and what was granted already is given back. */
    synchronized void pause(Duration wait) {
        if (row.isUnlimited()) {
            return;
        }
        Log.warnf("Upstream refuses the volume of requests, all wait for %s", wait);
        long until = nanoTime.getAsLong() + wait.toNanos();
        queues.values().forEach(queue -> queue.pauseUntil(until));
        row.pause(wait);
        if (out != null) {
            tellUnused(out);
            out = null;
        }
        List<Granted> granted = List.copyOf(ahead);
        ahead.clear();
        granted.reversed().forEach(this::tryAgain);
    }

    private void advance() {
        long now = nanoTime.getAsLong();
        dropStale(now);
        if (out == null && !ahead.isEmpty() && ahead.getFirst().permit().earliest() - now <= 0) {
            Granted next = ahead.removeFirst();
            out = next.permit();
            next.waiter().go(out);
        }
        if (out != null) {
            wakeAt(out.latest() + 1, now);
        }
        if (!ahead.isEmpty()) {
            Permit next = ahead.getFirst().permit();
            wakeAt(next.earliest() - now > 0 ? next.earliest() : next.latest() + 1, now);
        }
    }

    /** A request without a connection, or a process that was stopped, had its time. */
    private void dropStale(long now) {
        if (out != null && out.isStale(now)) {
            tellUnused(out);
            out = null;
        }
        List<Granted> stale =
                ahead.stream().filter(granted -> granted.permit().isStale(now)).toList();
        ahead.removeAll(stale);
        stale.reversed().forEach(this::tryAgain);
    }

    private void tryAgain(Granted granted) {
        tellUnused(granted.permit());
        queues.get(granted.waiter().traffic()).addFirst(granted.waiter());
    }

    private void tellUnused(Permit permit) {
        row.giveBack(permit.number());
    }

    private void wakeAt(long at, long now) {
        if (isTimerSet && timerAt - at <= 0) {
            return;
        }
        if (isTimerSet) {
            vertx.cancelTimer(timer);
        }
        isTimerSet = true;
        timerAt = at;
        // Rounded up: a timer that fires early would only be set again.
        timer = vertx.setTimer(TimeUnit.NANOSECONDS.toMillis(at - now) + 1, _ -> wake());
    }

    private synchronized void wake() {
        isTimerSet = false;
        advance();
    }

    private record Granted(Waiter waiter, Permit permit) {}
}
