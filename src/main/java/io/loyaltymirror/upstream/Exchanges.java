package io.loyaltymirror.upstream;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** What all exchanges with upstream share. */
@ApplicationScoped
class Exchanges {

    /** A read has its connection, as a rule; one that must open it first gives its permit back and takes another. */
    private static final Duration READ_LEAVES = Duration.ofMillis(50);

    /**
     * A write opens a connection of its own each time, and its permit is good until that is there. For so long upstream's
     * budget is reckoned as if the write might still leave, so it is no longer than a connection takes that works at all.
     */
    private static final Duration WRITE_CONNECTS = Duration.ofSeconds(1);

    private final RateBudget budget;
    private final Credential credential;
    private final Refusals refusals;
    private final UpstreamConfig config;
    private final UpstreamMeters meters;

    Exchanges(
            RateBudget budget, Credential credential, Refusals refusals, UpstreamConfig config, UpstreamMeters meters) {
        this.budget = budget;
        this.credential = credential;
        this.refusals = refusals;
        this.config = config;
        this.meters = meters;
    }

    /**
     * Those of one scan.
     *
     * @param tries whether somebody asks for it now: it may try a credential that upstream refused
     */
    Exchange scan(boolean tries) {
        return new Exchange(this, ticket(Traffic.SCAN, tries), READ_LEAVES, config.timeout(), null);
    }

    /** Those of one caller's request. */
    Exchange interactive() {
        return interactive(WRITE_CONNECTS, config.timeout());
    }

    /** Likewise, and none of them leaves after so many nanoseconds of the monotonic clock. */
    Exchange interactive(long leaveBy) {
        return new Exchange(this, ticket(Traffic.INTERACTIVE, true), WRITE_CONNECTS, config.timeout(), leaveBy);
    }

    /**
     * @param freshFor how long after its time a permit waits for the request's connection, 1.5 s at most
     * @param timeout from the permit to the last byte received
     */
    Exchange interactive(Duration freshFor, Duration timeout) {
        return new Exchange(this, ticket(Traffic.INTERACTIVE, true), freshFor, timeout, null);
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

    UpstreamMeters meters() {
        return meters;
    }

    Refusals refusals() {
        return refusals;
    }
}
