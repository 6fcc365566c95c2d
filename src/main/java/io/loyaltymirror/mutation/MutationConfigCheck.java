package io.loyaltymirror.mutation;

import static io.loyaltymirror.Setting.require;
import static io.loyaltymirror.Setting.requireWithin;

import io.loyaltymirror.upstream.UpstreamConfig;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Refuses a start with times under which a change would be called absent that may still show itself. */
@Startup(MutationConfigCheck.BEFORE_ALL_ELSE)
@Singleton
class MutationConfigCheck {

    /** Before the scheduler starts at 0. */
    static final int BEFORE_ALL_ELSE = -1;

    MutationConfigCheck(MutationConfig config, UpstreamConfig upstream) {
        check(config, upstream.timeout());
    }

    static void check(MutationConfig config, Duration timeout) {
        requireWithin("mirror.mutation.deadline", config.deadline(), "1s", "5m");
        Duration least = MutationLedger.lease(config, timeout).plus(timeout);
        require(
                config.settle().compareTo(least) > 0,
                "mirror.mutation.settle",
                "must be longer than mirror.mutation.deadline and twice mirror.upstream.timeout together and 5s, "
                        + least + ", is " + config.settle());
        // Less is a mistaken unit: a caller that was away for a moment would create a second time.
        require(
                config.keyRetention().compareTo(Duration.ofHours(1)) >= 0,
                "mirror.mutation.key-retention",
                "must be at least 1h, is " + config.keyRetention());
    }
}
