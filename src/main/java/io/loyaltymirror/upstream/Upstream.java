package io.loyaltymirror.upstream;

import io.loyaltymirror.ChainId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** The door to Altegio. */
@ApplicationScoped
public class Upstream {

    private final Wire wire;
    private final Guards guards;
    private final Exchanges exchanges;
    private final Credential credential;
    private final BudgetRow budget;
    private final Probe probe;
    private final UpstreamConfig config;

    Upstream(
            Wire wire,
            Guards guards,
            Exchanges exchanges,
            Credential credential,
            BudgetRow budget,
            Probe probe,
            UpstreamConfig config) {
        this.wire = wire;
        this.guards = guards;
        this.exchanges = exchanges;
        this.credential = credential;
        this.budget = budget;
        this.probe = probe;
        this.config = config;
    }

    /**
     * A reader of one chain's types, for one run.
     *
     * @param onDemand whether somebody asks for the run now: it may try a credential that upstream refused
     */
    public ChainReader chain(ChainId chain, boolean onDemand) {
        probe.remember(chain);
        return new ChainReader(wire, guards, exchanges.scan(onDemand), chain);
    }

    /**
     * A reader of one chain's types for a caller who waits: it goes before scans.
     *
     * @param leaveBy nothing leaves after so many nanoseconds of {@link System#nanoTime}
     */
    public ChainReader interactive(ChainId chain, long leaveBy) {
        probe.remember(chain);
        return new ChainReader(wire, guards, exchanges.interactive(leaveBy), chain);
    }

    /**
     * Changes one chain's types, for one caller's request.
     *
     * @param leaveBy nothing leaves after so many nanoseconds of {@link System#nanoTime}
     */
    public ChainWriter writer(ChainId chain, long leaveBy) {
        probe.remember(chain);
        return new ChainWriter(wire, guards, exchanges.interactive(leaveBy), chain);
    }

    /** Whether a write may be begun: upstream is not left alone, nor about to be tried by a read. */
    public boolean admitsWrites() {
        return guards.admitsWrites();
    }

    /** After how long upstream is tried again once it is left alone. */
    public Duration rest() {
        return config.breaker().delay();
    }

    /**
     * How many scans may begin, of so many that could: all; none for {@code mirror.upstream.credential-rest} after
     * upstream refused our credential (401); then one, which tries it again.
     */
    public int admittedScans(int possible) {
        Acceptance acceptance = credential.acceptance();
        if (!acceptance.isRefused()) {
            return possible;
        }
        return acceptance.isResting() ? 0 : Math.min(possible, 1);
    }

    /** How many requests scans may send in a minute, by the tighter of both limits; 0 is no limit. */
    public int scansPerMinute() {
        return budget.scansPerMinute();
    }

    /**
     * Whether a list that moved may be read again: a fifth of the scans' share is for that, by all processes of this
     * address. If so, its pages are taken from it. Fails where the database is away.
     */
    public Uni<Boolean> takeRescan(int pages) {
        return budget.takeRescan(pages);
    }

    /** How many rows are asked for a page. */
    public int pageSize() {
        return config.pageSize();
    }
}
