package io.loyaltymirror.mirror;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.AbstractMulti;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;

/**
 * Between a transaction that reads pages and the one reader who takes them: the transaction waits until a page is wanted, and
 * not for ever.
 */
final class ExportPages extends AbstractMulti<ExportPage> implements Flow.Subscription {

    private final Duration stall;
    private final Duration life;
    private final long begun = System.nanoTime();
    private MultiSubscriber<? super ExportPage> reader;
    private UniEmitter<? super Void> waiting;
    private long wanted;
    private boolean hasHungUp;
    private boolean hasBegun;

    /**
     * Pages for one reader.
     *
     * @param stall so long one page is waited for until it is taken
     * @param life so long all of them are
     */
    ExportPages(Duration stall, Duration life) {
        this.stall = stall;
        this.life = life;
    }

    /** The reader is gone, and nobody has to be told. */
    static final class HungUpException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        HungUpException() {
            super("The reader hung up", null, false, false);
        }
    }

    /** The reader is too slow. */
    static final class TooSlowException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooSlowException(String message) {
            super(message, null, false, false);
        }
    }

    @Override
    public void subscribe(MultiSubscriber<? super ExportPage> subscriber) {
        synchronized (this) {
            reader = subscriber;
        }
        subscriber.onSubscribe(this);
    }

    @Override
    public void request(long pages) {
        UniEmitter<? super Void> told;
        synchronized (this) {
            wanted += pages;
            told = waiting;
            waiting = null;
        }
        if (told != null) {
            told.complete(null);
        }
    }

    @Override
    public void cancel() {
        UniEmitter<? super Void> told;
        synchronized (this) {
            hasHungUp = true;
            told = waiting;
            waiting = null;
        }
        if (told != null) {
            told.fail(new HungUpException());
        }
    }

    /** Comes when a page is wanted; fails where the reader is gone, or too slow. */
    Uni<Void> wanted() {
        if (System.nanoTime() - begun > life.toNanos()) {
            return Uni.createFrom().failure(new TooSlowException("was not taken within " + life.toMinutes() + " min"));
        }
        return Uni.createFrom()
                .<Void>emitter(this::await)
                .ifNoItem()
                .after(stall)
                .failWith(() -> new TooSlowException("no page was taken for " + stall.toSeconds() + " s"));
    }

    private void await(UniEmitter<? super Void> emitter) {
        boolean isOver;
        synchronized (this) {
            isOver = hasHungUp;
            if (!isOver && wanted == 0) {
                waiting = emitter;
                return;
            }
        }
        if (isOver) {
            emitter.fail(new HungUpException());
        } else {
            emitter.complete(null);
        }
    }

    /** Hands over a page that was wanted; an empty one only where the answer begins with it. */
    void give(List<Map<String, Object>> types) {
        ExportPage page;
        synchronized (this) {
            if (hasHungUp || hasBegun && types.isEmpty()) {
                return;
            }
            page = new ExportPage(types, !hasBegun);
            hasBegun = true;
            wanted--;
        }
        reader.onItem(page);
    }

    /** Whether the reader has had a page. */
    synchronized boolean hasBegun() {
        return hasBegun;
    }

    /** These were all. */
    void complete() {
        if (hasReader()) {
            reader.onCompletion();
        }
    }

    /** What the reader has is not the whole. */
    void fail(Throwable failure) {
        if (hasReader()) {
            reader.onFailure(failure);
        }
    }

    private synchronized boolean hasReader() {
        return reader != null && !hasHungUp;
    }
}
