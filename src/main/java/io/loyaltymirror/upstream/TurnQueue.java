package io.loyaltymirror.upstream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Who waits, in turn: the waiters of one asker go in order, and the askers take turns, so that a scan that asks for many
 * pages at once does not hold up one that needs a single page. Not for several threads at a time.
 */
final class TurnQueue {

    /** The next turn first; nobody in it waits for nothing. */
    private final SequencedMap<Object, Deque<Waiter>> turns = new LinkedHashMap<>();

    void add(Waiter waiter) {
        turns.computeIfAbsent(waiter.asker(), _ -> new ArrayDeque<>()).addLast(waiter);
    }

    /** Before all others. */
    void addFirst(Waiter waiter) {
        Deque<Waiter> own = turns.getOrDefault(waiter.asker(), new ArrayDeque<>());
        own.addFirst(waiter);
        turns.putFirst(waiter.asker(), own);
    }

    boolean isEmpty() {
        return turns.isEmpty();
    }

    /** Whose turn it is; null where nobody waits. */
    Waiter peek() {
        return turns.isEmpty() ? null : turns.firstEntry().getValue().peekFirst();
    }

    /** Takes out whose turn it is; null where nobody waits. */
    Waiter poll() {
        Map.Entry<Object, Deque<Waiter>> turn = turns.pollFirstEntry();
        if (turn == null) {
            return null;
        }
        Waiter next = turn.getValue().pollFirst();
        if (!turn.getValue().isEmpty()) {
            turns.putLast(turn.getKey(), turn.getValue());
        }
        return next;
    }

    void remove(Waiter waiter) {
        Deque<Waiter> own = turns.getOrDefault(waiter.asker(), new ArrayDeque<>());
        own.remove(waiter);
        if (own.isEmpty()) {
            turns.remove(waiter.asker());
        }
    }

    /** Takes out all. */
    List<Waiter> drain() {
        List<Waiter> all = new ArrayList<>();
        while (!isEmpty()) {
            all.add(poll());
        }
        return all;
    }
}
