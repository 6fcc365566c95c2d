package io.loyaltymirror.mirror;

import java.time.Instant;
import java.util.List;

/**
 * What a complete scan did not see of what the mirror has.
 *
 * @param rows the mirror's rows that are not known to be gone and were not seen
 * @param live how many rows of the kind the mirror lists, seen or not; 0 where all were seen
 */
public record Absences(List<Absent> rows, long live) {

    static final Absences NONE = new Absences(List.of(), 0);

    /**
     * A row that was not seen.
     *
     * @param listed whether it was in upstream's list before; else it is known by its id alone
     * @param since begin of the first complete scan that did not list it; null: this is the first
     * @param times complete scans in a row that did not list it, before this one
     * @param confirmedAt when upstream last answered it by id although its list had it not; null: never
     */
    public record Absent(long id, boolean listed, Instant since, int times, Instant confirmedAt) {

        public boolean isSuspect() {
            return since != null;
        }
    }
}
