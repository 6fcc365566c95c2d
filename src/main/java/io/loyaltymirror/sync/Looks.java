package io.loyaltymirror.sync;

import java.util.concurrent.atomic.AtomicInteger;

/** Lets one look be under way at a time, and makes up for those that were asked for meanwhile. */
final class Looks {

    private final AtomicInteger asked = new AtomicInteger();

    /** Asks for a look; whether the caller is to look, because nobody does. */
    boolean ask() {
        return asked.getAndIncrement() == 0;
    }

    /** How often a look was asked for until now, for {@link #end(int)}. */
    int begin() {
        return asked.get();
    }

    /** A look that began then found nothing; whether the looking is over, because nobody asked since. */
    boolean end(int begun) {
        return asked.compareAndSet(begun, 0);
    }

    /** The looking is over, whoever asked. */
    void stop() {
        asked.set(0);
    }
}
