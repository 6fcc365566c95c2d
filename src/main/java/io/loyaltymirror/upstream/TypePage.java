package io.loyaltymirror.upstream;

import java.util.List;

/**
 * One page of a list.
 *
 * @param rows the readable rows, in upstream's order
 * @param unreadable the others
 * @param total how many rows upstream says the whole list has
 */
public record TypePage(List<TypePayload> rows, List<UnreadableRow> unreadable, long total) {

    public int size() {
        return rows.size() + unreadable.size();
    }
}
