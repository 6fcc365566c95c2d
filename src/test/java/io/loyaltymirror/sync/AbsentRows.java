package io.loyaltymirror.sync;

import io.loyaltymirror.mirror.Absences;
import io.loyaltymirror.mirror.Absences.Absent;
import io.loyaltymirror.mirror.Holds.Held;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/** Rows that a scan which begins {@link #NOW} did not see. */
final class AbsentRows {

    static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    static final Held NOTHING_HELD = new Held(Set.of(), Set.of());

    private AbsentRows() {}

    static Absent newly(long id) {
        return new Absent(id, true, null, 0, null);
    }

    static Absent suspect(long id, Duration ago, int times) {
        return new Absent(id, true, NOW.minus(ago), times, null);
    }

    static Absent suspect(long id) {
        return suspect(id, Duration.ofMinutes(5), 1);
    }

    /** Not in the list, and answered by id that long ago. */
    static Absent unlisted(long id, Duration ago) {
        return new Absent(id, false, null, 0, NOW.minus(ago));
    }

    /** Of a thousand rows, so that no share of them matters. */
    static Absences of(Absent... rows) {
        return new Absences(List.of(rows), 1000);
    }

    static Absences many(int count, long live, LongFunction<Absent> row) {
        return new Absences(LongStream.rangeClosed(1, count).mapToObj(row).toList(), live);
    }

    static List<Long> ids(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    static Held held(Long... ids) {
        return new Held(Set.of(ids), Set.of());
    }

    static Held released(Long... ids) {
        return new Held(Set.of(), Set.of(ids));
    }
}
