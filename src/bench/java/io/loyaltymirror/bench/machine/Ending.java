package io.loyaltymirror.bench.machine;

import java.util.concurrent.TimeUnit;

/** How processes are ended. */
public final class Ending {

    private Ending() {}

    /** SIGTERM, and -9 where it does not end by itself in half a minute, or where this thread is interrupted. */
    public static void end(Process process) {
        process.destroy();
        try {
            if (process.waitFor(30, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        process.onExit().join();
    }
}
