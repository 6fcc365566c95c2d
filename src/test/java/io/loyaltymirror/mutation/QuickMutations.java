package io.loyaltymirror.mutation;

import io.loyaltymirror.harness.QuickRecovery;
import java.util.HashMap;
import java.util.Map;

/** Callers wait for seconds, as upstream's trouble lasts for parts of one. */
public class QuickMutations extends QuickRecovery {

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> config = new HashMap<>(super.getConfigOverrides());
        config.put("mirror.mutation.deadline", "3s");
        // A test looks when it wants to.
        config.put("mirror.mutation.tick", "off");
        config.put("mirror.upstream.breaker.delay", "1s");
        return config;
    }
}
