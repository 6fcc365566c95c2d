package io.loyaltymirror.mirror;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.atomic.AtomicBoolean;

/** Whether the database answered last. While it does not, one read at a time waits to find out, and no other. */
final class Trouble {

    private final AtomicBoolean isLookedAt = new AtomicBoolean();
    private volatile boolean isThere;

    /** Whether a read may wait; its work is then told to {@link #watch}. */
    boolean admits() {
        return !isThere || isLookedAt.compareAndSet(false, true);
    }

    <T> Uni<T> watch(Uni<T> work) {
        return work.onItem()
                .invoke(_ -> isThere = false)
                .onFailure(DatabaseAbsence::isReason)
                .invoke(_ -> isThere = true)
                .onTermination()
                .invoke(() -> isLookedAt.set(false));
    }
}
