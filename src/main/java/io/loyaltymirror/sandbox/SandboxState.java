package io.loyaltymirror.sandbox;

import java.time.Clock;
import java.util.SplittableRandom;

/** All that a request can see or change. */
final class SandboxState {
    private final SandboxSettings start;
    private final SandboxChains chains;
    private final RateLimits limits = new RateLimits();
    private final FaultScript faults = new FaultScript();
    private final ReadLag lag = new ReadLag(System::nanoTime);
    private final RequestLog requests;
    private final Clock clock;
    private volatile SandboxSettings settings;
    private SplittableRandom jitter;
    private SplittableRandom orders;
    private volatile int resets;

    SandboxState(SandboxSettings start, Clock clock) {
        this(start, clock, new SandboxChains());
    }

    private SandboxState(SandboxSettings start, Clock clock, SandboxChains chains) {
        this.start = start;
        this.chains = chains;
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

    FaultScript faults() {
        return faults;
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

    ReadLag lag() {
        return lag;
    }

    /** New settings also start the jitter and the random orders from their seed. */
    synchronized void settings(SandboxSettings changed) {
        settings = changed;
        jitter = new SplittableRandom(changed.seed());
        orders = new SplittableRandom(~changed.seed());
    }

    /** Milliseconds this request shall take. */
    synchronized long latency() {
        return settings.latencyMs() + jitter.nextLong(settings.jitterMs() + 1L);
    }

    /** For the order of the next list. */
    synchronized long orderSeed() {
        return orders.nextLong();
    }

    /** The same data, to try a request on that shall change nothing. */
    SandboxState rehearsal() {
        return new SandboxState(settings, clock, chains.copy());
    }

    /** How often there was a reset; what was begun before one shall not come about after it. */
    int resets() {
        return resets;
    }

    synchronized void reset() {
        resets++;
        faults.clear();
        lag.clear();
        chains.reset();
        limits.reset();
        requests.clear();
        settings(start);
    }
}
