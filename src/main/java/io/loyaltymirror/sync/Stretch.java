package io.loyaltymirror.sync;

/**
 * How much longer than asked for the intervals are, so that a round of all chains fits the rate budget.
 *
 * @param needed requests a minute that the intervals ask for
 * @param share requests a minute that scans may send; 0 is no limit
 */
record Stretch(double needed, int share) {

    static final Stretch NONE = new Stretch(0, 0);

    /** A ratio, the same for all chains; 1 where they fit. */
    double factor() {
        return share == 0 ? 1 : Math.max(1, needed / share);
    }

    boolean fits() {
        return factor() == 1;
    }
}
