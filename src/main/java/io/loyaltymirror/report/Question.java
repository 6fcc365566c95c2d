package io.loyaltymirror.report;

import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody wants to know.
 *
 * @param chains of these alone; empty: of all
 * @param from the first day, UTC
 * @param to the last day, UTC
 * @param after only what comes after this row
 * @param most rows
 */
public record Question(
        Report report,
        Optional<Set<Long>> chains,
        Optional<LocalDate> from,
        Optional<LocalDate> to,
        Optional<String> after,
        int most) {

    /** Whether {@code after} is a place in this report, as an answer gave it. */
    public boolean isReadable() {
        return after.isEmpty() || place().isPresent();
    }

    Optional<Place> place() {
        return after.flatMap(word -> Place.of(report, word));
    }
}
