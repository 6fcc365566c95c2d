package io.loyaltymirror.bench.sync;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Looks whether the stand-in answers at once. Where it stands still, because others use the machine, requests that left
 * one after the other arrive together in its eyes, and it refuses some.
 */
final class StallWatch implements AutoCloseable {

    private static final long BETWEEN_MILLIS = 50;
    private static final long PATIENCE_SECONDS = 60;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
    private final Altegio altegio;
    private final Future<Double> longest;

    private StallWatch(Altegio altegio) {
        this.altegio = altegio;
        longest = thread.submit(this::look);
    }

    static StallWatch of(Altegio altegio) {
        return new StallWatch(altegio);
    }

    private double look() throws InterruptedException {
        double most = 0;
        while (!ended.await(BETWEEN_MILLIS, TimeUnit.MILLISECONDS)) {
            long begin = System.nanoTime();
            altegio.ping();
            most = Math.max(most, (System.nanoTime() - begin) / 1e9);
        }
        return most;
    }

    /** Seconds that it took to answer at the most. */
    double end() throws Exception {
        ended.countDown();
        return longest.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        ended.countDown();
        thread.close();
    }
}
