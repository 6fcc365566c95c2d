package io.loyaltymirror.mirror;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** How long reads wait for the database where they can be answered without; once in vain, for a while not at all. */
final class Patience {

    private static final long REST = Duration.ofMillis(250).toNanos();

    private final Duration most;
    private volatile long inVainAt = System.nanoTime() - REST;

    Patience(Duration most) {
        this.most = most;
    }

    /** Whether somebody waited in vain just now. */
    boolean isOver() {
        return System.nanoTime() - inVainAt < REST;
    }

    /** Fails after a while, as {@link DatabaseAbsence} understands it. */
    <T> Uni<T> await(Uni<T> work) {
        return work.ifNoItem()
                .after(most)
                .fail()
                .onFailure(DatabaseAbsence::isReason)
                .invoke(() -> inVainAt = System.nanoTime());
    }
}
