package io.loyaltymirror.upstream;

import io.loyaltymirror.ChainId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** The door to Altegio. */
@ApplicationScoped
public class Upstream {

    /**
     * A read that must open a connection holds its permit for so long, and then takes another: meanwhile nobody sends. A
     * write has a connection of its own each time and holds its permit until that is there.
     */
    private static final Duration READ_CONNECTS = Duration.ofMillis(250);

    private final Wire wire;
    private final Guards guards;
    private final RateBudget budget;
    private final UpstreamConfig config;

    Upstream(Wire wire, Guards guards, RateBudget budget, UpstreamConfig config) {
        this.wire = wire;
        this.guards = guards;
        this.budget = budget;
        this.config = config;
    }

    /** A reader of one chain's types, for one run. */
    public ChainReader chain(ChainId chain) {
        return new ChainReader(wire, guards, exchange(Traffic.SCAN, READ_CONNECTS), chain);
    }

    /** Changes one chain's types, for one caller's request. */
    public ChainWriter writer(ChainId chain) {
        return new ChainWriter(wire, guards, exchange(Traffic.INTERACTIVE, Wire.connectTimeout(config)), chain);
    }

    private Exchange exchange(Traffic traffic, Duration freshFor) {
        return new Exchange(budget, traffic, freshFor, config.timeout());
    }

    /** How many rows are asked for a page. */
    public int pageSize() {
        return config.pageSize();
    }
}
