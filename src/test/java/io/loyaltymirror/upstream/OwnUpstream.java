package io.loyaltymirror.upstream;

import io.loyaltymirror.harness.Configured;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The door to an upstream with a configuration of the test's own, beside the application's. */
final class OwnUpstream {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private OwnUpstream() {}

    static UpstreamConfig config(Map<String, String> keys) {
        Map<String, String> values = new HashMap<>();
        values.put("mirror.upstream.partner-token", "sandbox-partner");
        values.put("mirror.upstream.retry.max", "0");
        keys.forEach((key, value) -> values.put("mirror.upstream." + key, value));
        return Configured.as(UpstreamConfig.class, values);
    }

    /** Without a second try of anything, so that each outcome is that of one attempt. */
    static Upstream of(RateBudget budget, Map<String, String> keys) {
        UpstreamConfig config = config(keys);
        Wire wire = new Wire(config, budget);
        Secrets secrets = new Secrets(config);
        Credential credential = new Credential(config, new Login(config, wire, secrets), new SimpleMeterRegistry());
        UpstreamMeters meters = new UpstreamMeters(new SimpleMeterRegistry());
        Exchanges exchanges = new Exchanges(budget, credential, new Refusals(secrets, config), config, meters);
        BudgetRow row = new BudgetRow(null, config.rate());
        Guards guards = new Guards(config, "own" + COUNT.incrementAndGet(), meters);
        Probe probe = new Probe(Vertx.vertx(), wire, guards, exchanges, config);
        return new Upstream(wire, guards, exchanges, credential, row, probe, config);
    }

    /** A deadline that does not come. */
    static long inTime() {
        return System.nanoTime() + Duration.ofMinutes(1).toNanos();
    }
}
