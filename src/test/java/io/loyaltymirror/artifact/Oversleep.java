package io.loyaltymirror.artifact;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How late this JVM itself is, which stands for upstream and the network: what it sees is late by as much, and no
 * process under test can help it.
 */
final class Oversleep implements AutoCloseable {

    private static final long NAP = 5;

    private final AtomicLong most = new AtomicLong();
    private final Thread sleeper = Thread.ofPlatform().daemon().start(this::watch);

    private void watch() {
        try {
            while (true) {
                long begin = System.nanoTime();
                Thread.sleep(NAP);
                long late = (System.nanoTime() - begin) / 1_000_000 - NAP;
                most.accumulateAndGet(late, Math::max);
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    /**
     * How many requests may come too close together: one, where this JVM was late by more than the time that a schedule
     * leaves to the network. What a wrong schedule does happens more often.
     */
    int excused(long spareMillis) {
        return most.get() > spareMillis ? 1 : 0;
    }

    long mostMillis() {
        return most.get();
    }

    @Override
    public void close() {
        sleeper.interrupt();
    }
}
