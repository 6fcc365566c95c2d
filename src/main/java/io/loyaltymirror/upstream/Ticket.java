package io.loyaltymirror.upstream;

/**
 * What the requests of one purpose may ask upstream with, see {@link Acceptance}.
 *
 * @param refusals how often the credential had been refused when they began
 */
record Ticket(Traffic traffic, long refusals) {

    /** Of a scan that began while scans rest. */
    static final Ticket NONE = new Ticket(Traffic.SCAN, -1);
}
