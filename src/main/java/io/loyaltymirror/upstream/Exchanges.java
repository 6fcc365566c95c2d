package io.loyaltymirror.upstream;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** What all exchanges with upstream share. */
@ApplicationScoped
class Exchanges {

    /**
     * A read that must open a connection holds its permit for so long, and then takes another: meanwhile nobody sends. A
     * write has a connection of its own each time and holds its permit until that is there.
     */
    private static final Duration READ_CONNECTS = Duration.ofMillis(250);

    private final RateBudget budget;
    private final Credential credential;
    private final Refusals refusals;
    private final UpstreamConfig config;

    Exchanges(RateBudget budget, Credential credential, Refusals refusals, UpstreamConfig config) {
        this.budget = budget;
        this.credential = credential;
        this.refusals = refusals;
        this.config = config;
    }

    /**
     * Those of one scan.
     *
     * @param tries whether somebody asks for it now: it may try a credential that upstream refused
     */
    Exchange scan(boolean tries) {
        return new Exchange(this, ticket(Traffic.SCAN, tries), READ_CONNECTS, config.timeout());
    }

    /** Those of one caller's request. */
    Exchange interactive() {
        return interactive(Wire.connectTimeout(config), config.timeout());
    }

    /**
     * @param freshFor how long a permit waits for the request's connection
     * @param timeout from the permit to the last byte received
     */
    Exchange interactive(Duration freshFor, Duration timeout) {
        return new Exchange(this, ticket(Traffic.INTERACTIVE, true), freshFor, timeout);
    }

    private Ticket ticket(Traffic traffic, boolean tries) {
        return credential.acceptance().admit(traffic, tries);
    }

    RateBudget budget() {
        return budget;
    }

    Credential credential() {
        return credential;
    }

    Refusals refusals() {
        return refusals;
    }
}
