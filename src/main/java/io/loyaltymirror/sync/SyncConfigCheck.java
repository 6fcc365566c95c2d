package io.loyaltymirror.sync;

import static io.loyaltymirror.Setting.require;
import static io.loyaltymirror.Setting.requireWithin;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Refuses a start with times under which chains would be read without pause, or by two processes at once. */
@Startup(SyncConfigCheck.BEFORE_ALL_ELSE)
@Singleton
class SyncConfigCheck {

    /** Before the scheduler starts at 0, whose first tick would use the values. */
    static final int BEFORE_ALL_ELSE = -1;

    SyncConfigCheck(SyncConfig config) {
        check(config);
    }

    static void check(SyncConfig config) {
        requireAtLeast("mirror.sync.every", config.every(), Duration.ofSeconds(1));
        requireWithin("mirror.sync.tick", config.tick(), "100ms", "1m");
        requireAtLeast("mirror.sync.lease", config.lease(), Duration.ofSeconds(3));
        // Two renewals have to fit, so that one may fail.
        require(
                config.renew().isPositive() && config.renew().multipliedBy(2).compareTo(config.lease()) < 0,
                "mirror.sync.renew",
                "must be more than 0 and less than half of mirror.sync.lease, is " + config.renew() + " of "
                        + config.lease());
        requireWithin("mirror.sync.handback", config.handback(), "1s", "1m");
    }

    private static void requireAtLeast(String key, Duration value, Duration least) {
        require(value.compareTo(least) >= 0, key, "must be at least " + least.toSeconds() + "s, is " + value);
    }
}
