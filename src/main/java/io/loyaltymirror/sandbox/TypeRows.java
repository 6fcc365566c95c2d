package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The rows of one kind in one chain, by id, in the order upstream lists them: weight, then id. Thread-safe. A row may
 * be any JSON object, also one that upstream would never send; the id is the one it was put under.
 */
public final class TypeRows {
    private static final Comparator<Place> ORDER =
            Comparator.comparingDouble(Place::weight).thenComparingLong(Place::id);

    private final Map<Long, ObjectNode> rows = new HashMap<>();
    private final Map<Long, ObjectNode> deleted = new HashMap<>();
    private List<ObjectNode> inOrder;

    private record Place(long id, double weight, ObjectNode row) {}

    /** Of the maps alone: no row is changed in place. */
    synchronized TypeRows copy() {
        var copy = new TypeRows();
        copy.rows.putAll(rows);
        copy.deleted.putAll(deleted);
        return copy;
    }

    public synchronized int size() {
        return rows.size();
    }

    /** The ids of the rows, in the order of the list. */
    public synchronized List<Long> ids() {
        return places().map(Place::id).toList();
    }

    /** A copy of the row. */
    public synchronized Optional<ObjectNode> find(long id) {
        return Optional.ofNullable(rows.get(id)).map(ObjectNode::deepCopy);
    }

    /** A copy of a row that was deleted and not put again. */
    public synchronized Optional<ObjectNode> findDeleted(long id) {
        return Optional.ofNullable(deleted.get(id)).map(ObjectNode::deepCopy);
    }

    /** Puts a row as it is, in place of the one with this id if there is one. */
    public synchronized void put(long id, ObjectNode row) {
        rows.put(id, row.deepCopy());
        deleted.remove(id);
        inOrder = null;
    }

    /** Changes a row in one step; empty if there is none. */
    public synchronized Optional<ObjectNode> change(long id, UnaryOperator<ObjectNode> change) {
        return find(id).map(change).map(row -> {
            put(id, row);
            return row;
        });
    }

    /** Says whether there was such a row. */
    public synchronized boolean delete(long id) {
        var row = rows.remove(id);
        if (row != null) {
            deleted.put(id, row);
            inOrder = null;
        }
        return row != null;
    }

    private synchronized List<ObjectNode> inOrder() {
        if (inOrder == null) {
            inOrder = places().map(Place::row).toList();
        }
        return inOrder;
    }

    /** Not copies: for reading only. The seed is for the random order. */
    List<ObjectNode> in(Undocumented.Order order, long seed) {
        return switch (order) {
            case WEIGHT -> inOrder();
            case ID -> byId();
            case RANDOM -> {
                var rows = new ArrayList<>(byId());
                Collections.shuffle(rows, new Random(seed));
                yield rows;
            }
        };
    }

    private synchronized List<ObjectNode> byId() {
        return rows.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }

    private Stream<Place> places() {
        return rows.entrySet().stream().map(TypeRows::place).sorted(ORDER);
    }

    // An order only, so a double is enough, and it takes any number or text without failing.
    private static Place place(Map.Entry<Long, ObjectNode> entry) {
        return new Place(entry.getKey(), entry.getValue().path("weight").asDouble(0), entry.getValue());
    }
}
