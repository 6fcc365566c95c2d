package io.loyaltymirror.sync;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Gives the chains back when the process is told to stop: another reads them at once, and not after a lease. */
@ApplicationScoped
class Handback {

    /** Before whoever else hears of the end; Quarkus closes scheduler and pool after all of them. */
    private static final int FIRST = 1;

    private final Shift shift;
    private final SyncConfig config;

    Handback(Shift shift, SyncConfig config) {
        this.shift = shift;
        this.config = config;
    }

    /**
     * The one place that waits: whoever stops the process does, and when this returns the pool is closed under what is
     * still being written.
     */
    void stop(@Observes @Priority(FIRST) ShutdownEvent told) {
        try {
            shift.over().get(config.handback().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            Log.warnf("Told to stop, and not done within %s: chains rest until their leases end", config.handback());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }
}
