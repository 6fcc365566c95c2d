package io.loyaltymirror.upstream;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether upstream accepts our credential, and who may ask it meanwhile. Once it was refused (401), scans rest: asking on
 * would spend permits on the same answer. After each rest one scan tries. A caller's own request may always.
 */
final class Acceptance {

    private final long rest;
    private final LongSupplier nanoTime;
    private long refusals;
    private long triedAt;
    private volatile boolean refused;

    Acceptance(Duration rest, LongSupplier nanoTime) {
        this.rest = rest.toNanos();
        this.nanoTime = nanoTime;
    }

    /**
     * A ticket for all requests of one scan or one caller.
     *
     * @param tries whether somebody asks for it now, and it need not wait for the rest's end
     */
    synchronized Ticket admit(Traffic traffic, boolean tries) {
        if (traffic == Traffic.SCAN && isResting() && !tries) {
            return Ticket.NONE;
        }
        if (traffic == Traffic.SCAN) {
            triedAt = nanoTime.getAsLong();
        }
        return new Ticket(traffic, refusals);
    }

    /** Whether a request with this ticket may leave: a scan's goes void with the first refusal after its begin. */
    synchronized boolean admits(Ticket ticket) {
        return ticket.traffic() == Traffic.INTERACTIVE || ticket.refusals() == refusals;
    }

    boolean isRefused() {
        return refused;
    }

    /** Whether it was refused, or tried in vain, a short while ago. */
    synchronized boolean isResting() {
        return refused && nanoTime.getAsLong() - triedAt < rest;
    }

    /** How often it has been refused so far. */
    synchronized long refusals() {
        return refusals;
    }

    /** @return whether that is news */
    synchronized boolean refuse() {
        boolean news = !refused;
        refused = true;
        refusals++;
        triedAt = nanoTime.getAsLong();
        return news;
    }

    /**
     * @param refusalsBefore how many there had been when the request left: an older answer says nothing of a newer refusal
     * @return whether that is news
     */
    synchronized boolean accept(long refusalsBefore) {
        boolean news = refused && refusalsBefore == refusals;
        refused &= !news;
        return news;
    }
}
