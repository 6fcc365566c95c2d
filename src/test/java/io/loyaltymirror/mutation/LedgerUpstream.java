package io.loyaltymirror.mutation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.upstream.TypePayload;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A stand-in upstream in virtual seconds: what it was asked for may take effect late, and may be seen later still. */
final class LedgerUpstream {

    private record Late(long at, Runnable effect) {}

    private record Picture(long at, Map<Long, ObjectNode> rows) {}

    private final Map<Long, ObjectNode> rows = new TreeMap<>();
    private final List<Late> late = new ArrayList<>();
    private final Deque<Picture> past = new ArrayDeque<>();
    private final long lag;
    private final Set<Long> unreadable = new HashSet<>();
    private long now;
    private long lastId = 100;

    /** @param lag how many seconds reads are behind */
    LedgerUpstream(long lag) {
        this.lag = lag;
        remember();
    }

    long now() {
        return now;
    }

    /** Its rows as they are, which its readers may not see yet. */
    Map<Long, ObjectNode> rows() {
        return rows;
    }

    void pass(long seconds) {
        long until = now + seconds;
        late.stream()
                .filter(effect -> effect.at() <= until)
                .sorted((one, other) -> Long.compare(one.at(), other.at()))
                .forEach(effect -> {
                    now = Math.max(now, effect.at());
                    effect.effect().run();
                    remember();
                });
        late.removeIf(effect -> effect.at() <= until);
        now = until;
    }

    /** Takes effect after so many seconds. */
    void change(long delay, Runnable effect) {
        if (delay > 0) {
            late.add(new Late(now + delay, effect));
        } else {
            effect.run();
            remember();
        }
    }

    private void remember() {
        Map<Long, ObjectNode> picture = new HashMap<>();
        rows.forEach((id, row) -> picture.put(id, row.deepCopy()));
        past.addFirst(new Picture(now, picture));
    }

    long insert(ObjectNode row, boolean isReadable) {
        long id = ++lastId;
        rows.put(id, row);
        if (!isReadable) {
            unreadable.add(id);
        }
        return id;
    }

    private Map<Long, ObjectNode> seen() {
        return past.stream()
                .filter(picture -> picture.at() <= now - lag)
                .findFirst()
                .orElseGet(past::getLast)
                .rows();
    }

    Optional<TypePayload> type(long id) {
        return Optional.ofNullable(seen().get(id)).map(row -> payload(id, row));
    }

    /** What a scan reads. */
    Map<Long, TypePayload> list() {
        Map<Long, TypePayload> list = new TreeMap<>();
        seen().forEach((id, row) -> {
            if (!unreadable.contains(id)) {
                list.put(id, payload(id, row));
            }
        });
        return list;
    }

    /** Its search, which may overlook what is there. */
    TitleSearch.Found titled(String title, Set<Long> overlooked) {
        List<TypePayload> types = list().values().stream()
                .filter(type -> type.title().equals(title) && !overlooked.contains(type.id()))
                .toList();
        long hidden = seen().keySet().stream().filter(unreadable::contains).count();
        return new TitleSearch.Found(types, (int) hidden);
    }

    static TypePayload payload(long id, ObjectNode row) {
        String definition = Digest.of(row.toString());
        return new TypePayload(id, row.path("title").asText(), row.toString(), definition, definition);
    }
}
