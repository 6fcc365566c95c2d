package io.loyaltymirror.sync;

import io.loyaltymirror.Kind;
import io.loyaltymirror.harness.Coverage;
import java.util.SplittableRandom;

/**
 * What nobody documents about upstream, drawn anew for each life of the model.
 *
 * @param archivedListed whether the list of certificate types has archived rows
 * @param deletedAnswered whether a deleted membership type is still answered by id
 * @param lag milliseconds for which reads show upstream as it was before a write; shorter than the grace after one
 * @param singleDiffers whether an answer by id has fewer fields than the row of a list
 */
record ModelSwitches(
        Kind kind,
        boolean archivedListed,
        boolean deletedAnswered,
        int lag,
        Order order,
        boolean singleDiffers,
        int pageSize) {

    /** Of a list. */
    enum Order {
        WEIGHT,
        ID,
        /** Another for each request. */
        UNSTABLE
    }

    private static final int MAX_LAG = 20_000;

    static ModelSwitches draw(SplittableRandom random) {
        return new ModelSwitches(
                random.nextInt(3) == 0 ? Kind.MEMBERSHIP_TYPE : Kind.CERTIFICATE_TYPE,
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean() ? 0 : 1 + random.nextInt(MAX_LAG),
                random.nextInt(8) == 0 ? Order.UNSTABLE : random.nextBoolean() ? Order.WEIGHT : Order.ID,
                random.nextBoolean(),
                3 + random.nextInt(10));
    }

    void count(Coverage coverage) {
        coverage.count(kind);
        coverage.count("archived " + (archivedListed ? "listed" : "not listed"));
        coverage.count("deleted " + (deletedAnswered ? "answered" : "denied") + " by id");
        coverage.count(lag == 0 ? "reads its own writes" : "reads with a lag");
        coverage.count("order " + order);
        coverage.count(singleDiffers ? "single answers have fewer fields" : "single answers are rows");
    }
}
