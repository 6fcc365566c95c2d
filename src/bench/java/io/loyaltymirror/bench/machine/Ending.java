package io.loyaltymirror.bench.machine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How processes are ended. */
public final class Ending {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration OF_THE_END = Duration.ofSeconds(5);

    private Ending() {}

    /** SIGTERM, and -9 where it does not end by itself in half a minute, or where this thread is interrupted. */
    public static void end(Process process) {
        process.destroy();
        try {
            if (process.waitFor(PATIENCE)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** All that this process started, at its own end: there is not much time. */
    public static void endAllBelow() {
        List<ProcessHandle> below = ProcessHandle.current().descendants().toList();
        below.forEach(ProcessHandle::destroy);
        long end = System.nanoTime() + OF_THE_END.toNanos();
        while (below.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < end) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                break;
            }
        }
        below.forEach(ProcessHandle::destroyForcibly);
    }
}
