package io.loyaltymirror.mutation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long changes take, and how long they are remembered. */
@ConfigMapping(prefix = "mirror.mutation")
interface MutationConfig {

    /** By then a change has left or does not leave any more; the answer may take {@code mirror.upstream.timeout} more. */
    @WithDefault("30s")
    Duration deadline();

    /**
     * How long a change whose outcome nobody knows may still show itself upstream. Longer than the deadline, an attempt
     * and upstream's slowest together: what is not there after that, by a complete scan, is not coming.
     */
    @WithDefault("5m")
    Duration settle();

    /** How often changes are looked after whose outcome is not known, a duration; {@code off}, in tests: never. */
    @WithDefault("1s")
    String tick();

    /** How long a key is remembered once its change has an outcome. */
    @WithDefault("24h")
    Duration keyRetention();
}
