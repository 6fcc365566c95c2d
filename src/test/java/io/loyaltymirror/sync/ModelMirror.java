package io.loyaltymirror.sync;

import io.loyaltymirror.mirror.Absences;
import io.loyaltymirror.mirror.Absences.Absent;
import io.loyaltymirror.mirror.Holds.Held;
import io.loyaltymirror.mirror.Published;
import io.loyaltymirror.sync.ModelUpstream.Body;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the SQL of {@code mirror} does with what the decisions say, statement by statement, in memory. */
final class ModelMirror {

    static final long GRACE = 30_000;
    private static final long RELEASED_FOR = 24 * 3_600_000L;

    enum State {
        LIVE,
        SUSPECT,
        GONE
    }

    /** A row as its table has it; no time is {@code Long.MIN_VALUE}. */
    record Row(
            Body body,
            State state,
            boolean listed,
            long observed,
            Instant since,
            int absences,
            Instant confirmed,
            long written) {

        Row in(State changed, Instant absentSince, int times) {
            return new Row(body, changed, listed, observed, absentSince, times, confirmed, written);
        }
    }

    private record Release(Set<Long> ids, long at) {}

    private final Map<Long, Row> rows = new TreeMap<>();
    private final Set<Long> hold = new HashSet<>();
    private final List<Release> released = new ArrayList<>();
    private final Set<Long> changed = new HashSet<>();
    private int back;

    Map<Long, Row> rows() {
        return rows;
    }

    /** How many of them were gone before. */
    int back() {
        return back;
    }

    /** The ids that the last publication of rows wrote. */
    Set<Long> changed() {
        return changed;
    }

    /** As DIFF and WRITE. */
    Published publish(ModelSeen seen, long now) {
        changed.clear();
        back = 0;
        int fresh = 0;
        int superseded = 0;
        for (var sighting : seen.sightings().entrySet()) {
            Row old = rows.get(sighting.getKey());
            Body body = sighting.getValue().body();
            long at = sighting.getValue().at();
            if (old != null && old.body().equals(body) && old.listed() && old.state() != State.GONE) {
                rows.computeIfPresent(sighting.getKey(), (_, row) -> row.in(State.LIVE, null, 0));
            } else if (old != null && isSuperseded(old, at, now)) {
                superseded++;
            } else {
                fresh += old == null ? 1 : 0;
                back += old != null && old.state() == State.GONE ? 1 : 0;
                write(sighting.getKey(), body, true, at, old == null ? Long.MIN_VALUE : old.written());
                changed.add(sighting.getKey());
            }
        }
        int unchanged = seen.sightings().size() - changed.size() - superseded;
        return new Published(fresh, changed.size() - fresh, unchanged, superseded, 0);
    }

    private static boolean isSuperseded(Row row, long at, long now) {
        return row.observed() >= at && row.observed() <= now || row.written() > at - GRACE && row.written() <= now;
    }

    private void write(long id, Body body, boolean listed, long at, long written) {
        Instant confirmed = listed ? null : Instant.ofEpochMilli(at);
        rows.put(id, new Row(body, State.LIVE, listed, at, null, 0, confirmed, written));
    }

    void writeThrough(long id, Body body, long at) {
        write(id, body, true, at, at);
    }

    void present(Collection<Long> ids) {
        ids.forEach(id -> rows.computeIfPresent(
                id, (_, row) -> row.state() == State.SUSPECT ? row.in(State.LIVE, null, 0) : row));
    }

    /** As FIND. */
    Absences absences(ModelSeen seen, long scannedAt, long now) {
        Set<Long> present = seen.present();
        List<Absent> absent = new ArrayList<>();
        rows.forEach((id, row) -> {
            boolean counts = !isSuperseded(row, scannedAt, now);
            if (counts && !present.contains(id) && row.state() != State.GONE) {
                absent.add(new Absent(id, row.listed(), row.since(), row.absences(), row.confirmed()));
            }
        });
        long live = rows.values().stream()
                .filter(row -> row.listed() && row.state() != State.GONE)
                .count();
        return new Absences(absent, live);
    }

    void step(DeleteLadder.Steps steps, Map<Long, Body> answers, Instant scannedAt) {
        hold.addAll(steps.hold());
        steps.suspect().forEach(id -> step(id, State.SUSPECT, scannedAt, 1));
        steps.again().forEach(id -> {
            Row row = rows.get(id);
            step(id, State.SUSPECT, row.since(), row.absences() + 1);
        });
        steps.gone().forEach(id -> step(id, State.GONE, null, 0));
        steps.answered()
                .forEach(id -> write(
                        id,
                        answers.get(id),
                        false,
                        scannedAt.toEpochMilli(),
                        rows.get(id).written()));
    }

    private void step(long id, State state, Instant since, int times) {
        rows.put(id, rows.get(id).in(state, since, times));
    }

    Held held(long now) {
        Set<Long> free = new HashSet<>();
        released.stream()
                .filter(release -> release.at() > now - RELEASED_FOR)
                .forEach(release -> free.addAll(release.ids()));
        return new Held(Set.copyOf(hold), free);
    }

    /** A complete scan saw these. */
    void seenAgain(Set<Long> present, long now) {
        hold.removeAll(present);
        released.forEach(release -> release.ids().removeAll(present));
        released.removeIf(release -> release.ids().isEmpty() || release.at() <= now - RELEASED_FOR);
    }

    /** @return how many */
    int release(long now) {
        int held = hold.size();
        released.add(new Release(new HashSet<>(hold), now));
        hold.clear();
        return held;
    }
}
