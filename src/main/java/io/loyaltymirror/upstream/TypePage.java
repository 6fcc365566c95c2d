package io.loyaltymirror.upstream;

import java.time.Instant;
import java.util.List;

/**
 * One page of a list.
 *
 * @param rows the readable rows, in upstream's order
 * @param unreadable the others
 * @param total how many rows upstream says the whole list has
 * @param at a moment of the database's clock not after it was asked for; null where requests need no permit
 */
public record TypePage(List<TypePayload> rows, List<UnreadableRow> unreadable, long total, Instant at) {

    public int size() {
        return rows.size() + unreadable.size();
    }
}
