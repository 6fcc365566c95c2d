package io.loyaltymirror.sync;

import io.loyaltymirror.upstream.TypePage;
import io.loyaltymirror.upstream.TypePayload;
import io.loyaltymirror.upstream.UnreadableRow;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a page of a list proves; the rows themselves are elsewhere.
 *
 * @param ids of the readable rows, in upstream's order
 * @param unreadable ids of rows of which no more could be read
 * @param nameless rows of which not even the id could be read
 * @param total how many rows upstream says the whole list has
 */
record ScannedPage(List<Long> ids, List<Long> unreadable, int nameless, long total) {

    static ScannedPage of(TypePage page) {
        List<Long> unreadable = page.unreadable().stream()
                .map(UnreadableRow::id)
                .filter(id -> id.isPresent())
                .map(id -> id.getAsLong())
                .toList();
        return new ScannedPage(
                page.rows().stream().map(TypePayload::id).toList(),
                unreadable,
                page.unreadable().size() - unreadable.size(),
                page.total());
    }

    /** All ids that could be read. */
    Stream<Long> all() {
        return Stream.concat(ids.stream(), unreadable.stream());
    }

    int size() {
        return ids.size() + unreadable.size() + nameless;
    }
}
