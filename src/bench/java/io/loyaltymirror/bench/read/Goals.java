package io.loyaltymirror.bench.read;

import io.loyaltymirror.bench.Numbers;
import io.loyaltymirror.bench.Rounds;
import io.loyaltymirror.bench.TableDraft;

/** How a goal stands in the table. */
final class Goals {

    private Goals() {}

    /** One contestant is at least so many times as fast as another; not judged where one of them was not measured. */
    static void atLeast(TableDraft draft, Rounds rounds, String name, String other, double least) {
        String goal = "wanted at least " + Numbers.ratio(least);
        if (!rounds.has(name) || !rounds.has(other)) {
            draft.notJudged(
                    "%s against %s, %s".formatted(name, other, goal),
                    (rounds.has(name) ? other : name) + " is missing");
            return;
        }
        double ratio = rounds.ratio(name, other);
        draft.verdict("%s is %s × %s, %s".formatted(name, Numbers.ratio(ratio), other, goal), ratio >= least);
    }

    /** A figure does not exceed another. */
    static void atMost(TableDraft draft, String what, double ratio, double most) {
        draft.verdict(
                "%s: %s, wanted at most %s".formatted(what, Numbers.ratio(ratio), Numbers.ratio(most)), ratio <= most);
    }
}
