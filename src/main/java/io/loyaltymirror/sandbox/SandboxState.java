package io.loyaltymirror.sandbox;

import java.time.Clock;
import java.util.SplittableRandom;

/** All that a request can see or change. */
final class SandboxState {
    private final SandboxSettings start;
    private final SandboxChains chains = new SandboxChains();
    private final RateLimits limits = new RateLimits();
    private final RequestLog requests;
    private final Clock clock;
    private volatile SandboxSettings settings;
    private SplittableRandom jitter;

    SandboxState(SandboxSettings start, Clock clock) {
        this.start = start;
        this.clock = clock;
        requests = new RequestLog(clock);
        settings(start);
    }

    SandboxChains chains() {
        return chains;
    }

    RequestLog requests() {
        return requests;
    }

    RateLimits limits() {
        return limits;
    }

    Clock clock() {
        return clock;
    }

    SandboxSettings settings() {
        return settings;
    }

    /** New settings also start the jitter from its seed. */
    synchronized void settings(SandboxSettings changed) {
        settings = changed;
        jitter = new SplittableRandom(changed.seed());
    }

    /** Milliseconds this request shall take. */
    synchronized long latency() {
        return settings.latencyMs() + jitter.nextLong(settings.jitterMs() + 1L);
    }

    void reset() {
        chains.reset();
        limits.reset();
        requests.clear();
        settings(start);
    }
}
