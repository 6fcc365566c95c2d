package io.loyaltymirror.sync;

import io.loyaltymirror.Kind;
import io.loyaltymirror.upstream.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** An upstream in memory that remembers all it ever was. Times are milliseconds of the model's own clock. */
final class ModelUpstream {

    /** How much of a row can be read. */
    enum Legible {
        WHOLE,
        ID_ALONE,
        NOTHING
    }

    /** What the mirror publishes of a row; an answer by id may lack the note. */
    record Body(int title, int note, boolean archived) {}

    record Row(int title, int note, int weight, boolean archived, Legible legible) {

        Body body() {
            return new Body(title, note, archived);
        }
    }

    record Entry(long id, Row row) {}

    /** A page as it leaves upstream. */
    record Page(List<Entry> rows, long total) {}

    private static final Comparator<Entry> BY_WEIGHT =
            Comparator.<Entry>comparingInt(entry -> entry.row().weight()).thenComparing(Entry::id);

    private final NavigableMap<Long, Map<Long, Row>> past = new TreeMap<>();
    private final Map<Long, Row> deleted = new HashMap<>();
    private final ModelSwitches switches;
    private final SplittableRandom random;
    private boolean settled;
    private long now;

    ModelUpstream(ModelSwitches switches, SplittableRandom random) {
        this.switches = switches;
        this.random = random;
        past.put(Long.MIN_VALUE, Map.of());
    }

    long now() {
        return now;
    }

    void pass(long millis) {
        now += millis;
    }

    /** The order of its lists rests from now on: one that never does proves nothing of a list of several pages. */
    void settle() {
        settled = true;
    }

    /** Whether two readings of a list that nobody touches are the same. */
    boolean isSettled() {
        return settled || switches.order() != ModelSwitches.Order.UNSTABLE;
    }

    Map<Long, Row> rows() {
        return past.lastEntry().getValue();
    }

    /** What was deleted and is not there again. */
    Map<Long, Row> deleted() {
        return deleted;
    }

    void put(long id, Row row) {
        Map<Long, Row> rows = new HashMap<>(rows());
        rows.put(id, row);
        deleted.remove(id);
        become(rows);
    }

    /** No two states share an instant, or what a page showed between them would be forgotten. */
    private void become(Map<Long, Row> rows) {
        now = Math.max(now, past.lastKey() + 1);
        past.put(now, rows);
    }

    void delete(Collection<Long> ids) {
        Map<Long, Row> rows = new HashMap<>(rows());
        ids.forEach(id -> deleted.put(id, rows.remove(id)));
        become(rows);
    }

    /** Reads are late by the lag. */
    private Map<Long, Row> shown() {
        return past.floorEntry(now - switches.lag()).getValue();
    }

    /** Null where it denies the type. */
    Row byId(long id) {
        Row row = shown().get(id);
        return row != null || !switches.deletedAnswered() || !isMembership() ? row : deleted.get(id);
    }

    private boolean isMembership() {
        return switches.kind() == Kind.MEMBERSHIP_TYPE;
    }

    Page page(View view, int number, int size) {
        List<Entry> all = listed(view, shown());
        int from = Math.min((number - 1) * size, all.size());
        return new Page(all.subList(from, Math.min(from + size, all.size())), all.size());
    }

    private List<Entry> listed(View view, Map<Long, Row> rows) {
        List<Entry> listed = new ArrayList<>();
        rows.forEach((id, row) -> {
            if (isListed(view, row)) {
                listed.add(new Entry(id, row));
            }
        });
        switch (switches.order()) {
            case WEIGHT -> listed.sort(BY_WEIGHT);
            case ID -> listed.sort(Comparator.comparing(Entry::id));
            case UNSTABLE -> unstable(listed);
        }
        return listed;
    }

    private void unstable(List<Entry> listed) {
        listed.sort(BY_WEIGHT);
        if (!isSettled()) {
            Collections.shuffle(listed, new Random(random.nextLong()));
        }
    }

    private boolean isListed(View view, Row row) {
        return switch (view) {
            case CERTIFICATE_TYPES -> switches.archivedListed() || !row.archived();
            case CURRENT_MEMBERSHIP_TYPES -> !row.archived();
            case ARCHIVED_MEMBERSHIP_TYPES -> row.archived();
        };
    }

    /** Whether any list has the row. */
    boolean isListed(Row row) {
        return View.of(switches.kind()).stream().anyMatch(view -> isListed(view, row));
    }

    /** All that reads could have shown from then until now: what was there within, and a lag before. */
    Collection<Map<Long, Row>> since(long then) {
        return past.tailMap(past.floorKey(then - switches.lag()), true).values();
    }

    /** All that there was at that instant and after it. */
    Collection<Map<Long, Row>> trulySince(long then) {
        return past.tailMap(past.floorKey(then), true).values();
    }
}
