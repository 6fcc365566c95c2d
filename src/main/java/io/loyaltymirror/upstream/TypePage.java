package io.loyaltymirror.upstream;

import java.time.Instant;
import java.util.List;

/**
 * One page of a list.
 *
 * @param rows the readable rows, in upstream's order
 * @param unreadable the others
 * @param total how many rows upstream says the whole list has
 * @param at the stamp of all that is on it: {@code mirror_now()} when its request was permitted, and so before upstream
 *     read it; null where the budget has no limit and nobody was asked
 */
public record TypePage(List<TypePayload> rows, List<UnreadableRow> unreadable, long total, Instant at) {

    public int size() {
        return rows.size() + unreadable.size();
    }
}
