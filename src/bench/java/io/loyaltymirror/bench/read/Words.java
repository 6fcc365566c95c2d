package io.loyaltymirror.bench.read;

import io.loyaltymirror.bench.Numbers;
import io.loyaltymirror.bench.Rounds;
import io.loyaltymirror.bench.TableDraft;

/** Cells of the README's summary. */
final class Words {

    private Words() {}

    /** {@code 12,345 by id}; nothing where it was not measured. */
    static void rate(TableDraft draft, String column, Rounds rounds, String contestant, String words) {
        if (rounds.has(contestant)) {
            draft.summary(column, "%s %s".formatted(Numbers.figure(rounds.median(contestant)), words));
        }
    }

    /** {@code 0.93 × constant bytes}; likewise. */
    static void ratio(TableDraft draft, String column, Rounds rounds, String contestant, String other) {
        if (rounds.has(contestant) && rounds.has(other)) {
            draft.summary(column, "%s × %s".formatted(Numbers.ratio(rounds.ratio(contestant, other)), other));
        }
    }
}
