package io.loyaltymirror.bench.read;

import io.loyaltymirror.bench.Numbers;
import io.loyaltymirror.bench.Rounds;
import io.loyaltymirror.bench.TableDraft;

/** How a goal stands in the table. */
final class Goals {

    private Goals() {}

    /** One contestant is at least so many times as fast as another. */
    static void atLeast(TableDraft draft, Rounds rounds, String name, String other, double least) {
        double ratio = rounds.ratio(name, other);
        draft.verdict(
                "%s is %s × %s, wanted at least %s".formatted(name, Numbers.ratio(ratio), other, Numbers.ratio(least)),
                ratio >= least);
    }

    /** The same, where both were measured: who is missing is noted elsewhere. */
    static void atLeastIfThere(TableDraft draft, Rounds rounds, String name, String other, double least) {
        if (rounds.has(name) && rounds.has(other)) {
            atLeast(draft, rounds, name, other, least);
        }
    }

    /** A figure does not exceed another. */
    static void atMost(TableDraft draft, String what, double ratio, double most) {
        draft.verdict(
                "%s: %s, wanted at most %s".formatted(what, Numbers.ratio(ratio), Numbers.ratio(most)), ratio <= most);
    }
}
