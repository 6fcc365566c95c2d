package io.loyaltymirror.sync;

import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.SqlClock;
import java.time.Duration;

/** Lets the mirror's time pass, and waits until it did what was due. */
final class Quiet {

    private static final String BUSY = """
            SELECT (SELECT count(*) FROM sync_run WHERE outcome IS NULL)
                 + (SELECT count(*) FROM chain_kind JOIN chain ON id = chain_id
                     WHERE enabled AND removed_at IS NULL AND next_due_at <= mirror_now())
                 + (SELECT count(*) FROM chain WHERE lease_owner IS NOT NULL)""";

    private final Mirror mirror;
    private final SyncJob job;
    private final SqlClock clock;

    Quiet(Mirror mirror, SyncJob job) {
        this.mirror = mirror;
        this.job = job;
        this.clock = new SqlClock(mirror.database());
    }

    /** So much later, with everything done that was due then. Nothing is under way when time moves, or leases would end. */
    void after(Duration time) {
        await();
        clock.advance(time);
        await();
    }

    void await() {
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(this::isDone);
    }

    /** The scheduler looks once a second at most; here nobody waits for it. */
    private boolean isDone() {
        job.tick().await().atMost(Duration.ofSeconds(10));
        return mirror.database().number(BUSY) == 0;
    }
}
