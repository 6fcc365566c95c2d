package io.loyaltymirror.upstream;

import io.loyaltymirror.upstream.BudgetRow.Offer;
import io.quarkus.logging.Log;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * Those who wait for a permit of one traffic, in turn. The database is asked for one at a time, and again when it said
 * that the next will be near enough to be taken; no connection is held meanwhile.
 */
final class PermitQueue {

    /** Permits that are given back, and a pause that ends, are noticed after so long. */
    private static final long LONGEST_SLEEP = TimeUnit.SECONDS.toNanos(1);

    /** The database's time is known better than that, or permits are wasted. */
    private static final long MOST_DOUBT = TimeUnit.MILLISECONDS.toNanos(500);

    private final Vertx vertx;
    private final BudgetRow row;
    private final Traffic traffic;
    private final LongSupplier nanoTime;
    private final DatabaseTime time;
    private final BiConsumer<Waiter, Permit> granted;
    private final TurnQueue waiting = new TurnQueue();
    private boolean isAsking;
    private boolean isAway;
    private long lastTaken;
    private long pausedUntil;

    PermitQueue(
            Vertx vertx,
            BudgetRow row,
            Traffic traffic,
            LongSupplier nanoTime,
            DatabaseTime time,
            BiConsumer<Waiter, Permit> granted) {
        this.vertx = vertx;
        this.row = row;
        this.traffic = traffic;
        this.nanoTime = nanoTime;
        this.time = time;
        this.granted = granted;
        this.lastTaken = nanoTime.getAsLong();
        this.pausedUntil = lastTaken;
    }

    void add(Waiter waiter) {
        synchronized (this) {
            waiting.add(waiter);
        }
        ask();
    }

    /** Before all others: it had its turn, and its permit came to nothing. */
    void addFirst(Waiter waiter) {
        synchronized (this) {
            waiting.addFirst(waiter);
        }
        ask();
    }

    synchronized void remove(Waiter waiter) {
        waiting.remove(waiter);
    }

    synchronized void pauseUntil(long time) {
        pausedUntil = pausedUntil - time < 0 ? time : pausedUntil;
    }

    private void ask() {
        long sent;
        long late;
        long waited;
        synchronized (this) {
            if (isAsking || waiting.isEmpty()) {
                return;
            }
            isAsking = true;
            sent = nanoTime.getAsLong();
            if (pausedUntil - sent > 0) {
                askAfter(pausedUntil - sent);
                return;
            }
            late = TimeUnit.NANOSECONDS.toMillis(waiting.peek().freshFor() + Math.min(time.doubt(), MOST_DOUBT));
            waited = Math.min(sent - lastTaken, sent - waiting.peek().since());
        }
        row.take(traffic, late, TimeUnit.NANOSECONDS.toMillis(waited))
                .subscribe()
                .with(offer -> answered(offer, sent, late), this::failed);
    }

    private void askAfter(long nanos) {
        // Rounded up: one that comes early would only be told to come again.
        long millis = TimeUnit.NANOSECONDS.toMillis(Math.min(nanos, LONGEST_SLEEP)) + 1;
        vertx.setTimer(millis, _ -> askNow());
    }

    private void askNow() {
        synchronized (this) {
            isAsking = false;
        }
        ask();
    }

    private void answered(Offer offer, long sent, long late) {
        time.hear(sent, nanoTime.getAsLong(), offer.now());
        noteAnswer();
        if (offer.permit().isEmpty()) {
            askAfter(TimeUnit.MILLISECONDS.toNanos(offer.due()));
            return;
        }
        long number = offer.permit().get();
        long millis = offer.now() + offer.due();
        long soonest = time.soonest(millis);
        long latest = soonest + TimeUnit.MILLISECONDS.toNanos(late);
        Permit permit = new Permit(number, time.earliest(millis), soonest, latest, offer.at());
        Waiter first = first(permit);
        if (first == null) {
            row.giveBack(number);
        } else {
            granted.accept(first, permit);
        }
        askNow();
    }

    private synchronized void noteAnswer() {
        if (isAway) {
            Log.info("The rate budget can be asked again");
        }
        isAway = false;
    }

    /** Who gets this permit; null: nobody waits any longer, or upstream wants a pause. */
    private synchronized Waiter first(Permit permit) {
        lastTaken = nanoTime.getAsLong();
        return pausedUntil - permit.earliest() > 0 ? null : waiting.poll();
    }

    private void failed(Throwable reason) {
        List<Waiter> all;
        synchronized (this) {
            if (!isAway) {
                Log.warnf("The rate budget cannot be asked, nothing is sent to upstream: %s", reason.getMessage());
            }
            isAway = true;
            isAsking = false;
            all = waiting.drain();
        }
        all.forEach(waiter -> waiter.fail(reason));
    }
}
