package io.loyaltymirror.sync;

import io.loyaltymirror.sync.ModelUpstream.Body;
import io.loyaltymirror.sync.ModelUpstream.Entry;
import io.loyaltymirror.sync.ModelUpstream.Legible;
import io.loyaltymirror.sync.ModelUpstream.Page;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What {@link io.loyaltymirror.mirror.Seen} keeps of a scan. */
final class ModelSeen {

    record Sighting(Body body, long at) {}

    private final Map<Long, Sighting> sightings = new TreeMap<>();
    private final Set<Long> unreadable = new HashSet<>();

    void restart() {
        sightings.clear();
        unreadable.clear();
    }

    /** @return what the page proves */
    ScannedPage add(Page page, long at) {
        for (Entry entry : page.rows()) {
            switch (entry.row().legible()) {
                case WHOLE -> put(entry, at);
                case ID_ALONE -> unreadable.add(entry.id());
                case NOTHING -> {}
            }
        }
        return new ScannedPage(
                page.rows().stream()
                        .filter(row -> is(row, Legible.WHOLE))
                        .map(Entry::id)
                        .toList(),
                page.rows().stream()
                        .filter(row -> is(row, Legible.ID_ALONE))
                        .map(Entry::id)
                        .toList(),
                (int) page.rows().stream()
                        .filter(row -> is(row, Legible.NOTHING))
                        .count(),
                page.total());
    }

    private static boolean is(Entry entry, Legible legible) {
        return entry.row().legible() == legible;
    }

    private void put(Entry entry, long at) {
        Sighting before = sightings.get(entry.id());
        if (before == null || before.at() <= at) {
            sightings.put(entry.id(), new Sighting(entry.row().body(), at));
        }
    }

    Map<Long, Sighting> sightings() {
        return sightings;
    }

    Set<Long> unreadable() {
        return unreadable;
    }

    Set<Long> present() {
        Set<Long> present = new HashSet<>(sightings.keySet());
        present.addAll(unreadable);
        return present;
    }
}
