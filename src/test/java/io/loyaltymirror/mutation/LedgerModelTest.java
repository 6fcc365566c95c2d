package io.loyaltymirror.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.harness.Coverage;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Thousands of lives of the ledger's decisions, each from a seed. {@code -Dledger.runs=N} lives, from {@code -Dtest.seed=S}
 * on.
 */
class LedgerModelTest {

    private static final long SEED = Long.getLong("test.seed", 20261126);
    private static final int RUNS = Integer.getInteger("ledger.runs", 20_000);

    /** So few may miss what is rare. */
    private static final int ENOUGH = 10_000;

    private static final List<String> HAPPENINGS = List.of(
            "CREATE SUCCEEDED",
            "CREATE ADOPTED",
            "CREATE ABSENT",
            "CREATE CONFLICT",
            "CREATE NotYet",
            "UPDATE SUCCEEDED",
            "UPDATE ADOPTED",
            "UPDATE ABSENT",
            "UPDATE CONFLICT",
            "UPDATE again: AGAIN",
            "DELETE SUCCEEDED",
            "DELETE ADOPTED",
            "DELETE ABSENT",
            "DELETE again: AGAIN",
            "ARCHIVE SUCCEEDED",
            "ARCHIVE ADOPTED",
            "ARCHIVE ABSENT",
            "ARCHIVE again: AGAIN",
            "killed before it leaves",
            "killed between the row and the bytes",
            "killed before the answer is written down",
            "killed while it looks",
            "lost, done late",
            "done, unreadable",
            "others delete it");

    @Test
    void noLifeBreaksARule() {
        Coverage coverage = new Coverage();
        for (long seed = SEED; seed < SEED + RUNS; seed++) {
            LedgerLife life = new LedgerLife(seed, coverage);
            try {
                life.live();
            } catch (AssertionError broken) {
                throw new AssertionError(
                        broken.getMessage() + "; again by -Dtest.seed=" + seed + " -Dledger.runs=1, " + life.operation
                                + " " + life.switches + " " + life.state,
                        broken);
            }
        }
        System.out.printf("Ledger model: %d lives from seed %d: %s%n", RUNS, SEED, coverage);
        if (RUNS >= ENOUGH) {
            assertThat(HAPPENINGS).as("seed %d: %s", SEED, coverage).allMatch(happening -> coverage.of(happening) > 0);
        }
    }
}
