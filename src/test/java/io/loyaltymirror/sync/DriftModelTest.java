package io.loyaltymirror.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.Kind;
import io.loyaltymirror.harness.Coverage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Thousands of lives of the decisions, each from a seed: a stand-in upstream whose rows are inserted, deleted, restored,
 * reordered and edited between page requests, whose pages go wrong, and which does one thing or the other where nobody
 * documents what it does.
 *
 * <p>{@code -Ddrift.runs=N} lives, from {@code -Dtest.seed=S} on.
 */
class DriftModelTest {

    private static final long SEED = Long.getLong("test.seed", 20261125);
    private static final int RUNS = Integer.getInteger("drift.runs", 5_000);

    /** So few may miss what is rare. */
    private static final int ENOUGH = 2_000;

    @Test
    void noLifeBreaksARule() {
        Coverage coverage = new Coverage();
        for (long seed = SEED; seed < SEED + RUNS; seed++) {
            new ModelLife(seed, coverage).live();
        }
        System.out.printf("Drift model: %d lives from seed %d: %s%n", RUNS, SEED, coverage);
        if (RUNS >= ENOUGH) {
            assertThat(happenings())
                    .as("seed %d: %s", SEED, coverage)
                    .allMatch(happening -> coverage.of(happening) > 0);
        }
    }

    /** What has to happen, or the rules hold for nothing. */
    private static List<String> happenings() {
        List<String> all = new ArrayList<>();
        Stream.of(PageFault.values(), ModelEdits.Edit.values(), ModelUpstream.Legible.values(), Kind.values())
                .flatMap(Stream::of)
                .map(Object::toString)
                .forEach(all::add);
        Stream.of(ModelSwitches.Order.values()).map(order -> "order " + order).forEach(all::add);
        Stream.of(Outcome.COMPLETE, Outcome.PARTIAL, Outcome.HELD, Outcome.FAILED)
                .map(Object::toString)
                .forEach(all::add);
        all.addAll(List.of("archived listed", "archived not listed", "deleted answered by id", "deleted denied by id"));
        all.addAll(List.of("reads its own writes", "reads with a lag"));
        all.addAll(List.of("single answers have fewer fields", "single answers are rows"));
        all.addAll(List.of("read again", "duplicate", "superseded", "quarantined", "held", "suspected", "gone"));
        all.addAll(
                List.of("asked by id", "as many as may be asked", "prevented", "control failed", "released", "back"));
        all.add("complete by count, and yet a row was missed");
        return all;
    }
}
