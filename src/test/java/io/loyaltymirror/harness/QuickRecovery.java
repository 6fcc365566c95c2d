package io.loyaltymirror.harness;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/**
 * A mirror whose patience is short, with a network between it and upstream that can fail: hours of trouble pass in
 * seconds. The schedule is as in production, by a clock that tests move ({@link SqlClock}).
 */
public class QuickRecovery implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "mirror.upstream.timeout", "400ms",
                "mirror.upstream.retry.throttled-least", "10ms",
                "mirror.upstream.retry.throttled-most", "50ms",
                "mirror.upstream.credential-rest", "100ms",
                "mirror.upstream.breaker.delay", "300ms");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(
                new TestResourceEntry(MirrorTestResource.class, Map.of("network", "true", "mirror.sync.every", "5m")));
    }
}
