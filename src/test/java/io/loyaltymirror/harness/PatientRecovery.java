package io.loyaltymirror.harness;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * As {@link QuickRecovery}, with the patience that an exact count needs: an answer that the machine's own stall makes
 * late is no failure of upstream's.
 */
public class PatientRecovery extends QuickRecovery {

    /** After how long an answer is late. */
    public static final Duration TIMEOUT = Duration.ofSeconds(2);

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> config = new HashMap<>(super.getConfigOverrides());
        config.put("mirror.upstream.timeout", TIMEOUT.toMillis() + "ms");
        return config;
    }
}
