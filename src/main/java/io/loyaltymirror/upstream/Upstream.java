package io.loyaltymirror.upstream;

import io.loyaltymirror.ChainId;
import jakarta.enterprise.context.ApplicationScoped;

/** The door to Altegio. */
@ApplicationScoped
public class Upstream {

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
        return new ChainReader(wire, guards, budget, config.timeout(), chain);
    }

    /** How many rows are asked for a page. */
    public int pageSize() {
        return config.pageSize();
    }
}
