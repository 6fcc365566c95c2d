package io.loyaltymirror.sync;

import io.loyaltymirror.upstream.TypePage;
import io.loyaltymirror.upstream.TypePayload;
import io.loyaltymirror.upstream.UnreadableRow;
import io.loyaltymirror.upstream.View;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** Pages as upstream would have answered them. */
final class Pages {

    private Pages() {}

    static ViewPages certificateTypes(TypePage... pages) {
        return new ViewPages(View.CERTIFICATE_TYPES, List.of(pages));
    }

    static ViewPages current(TypePage... pages) {
        return new ViewPages(View.CURRENT_MEMBERSHIP_TYPES, List.of(pages));
    }

    static ViewPages archived(TypePage... pages) {
        return new ViewPages(View.ARCHIVED_MEMBERSHIP_TYPES, List.of(pages));
    }

    /** A page of readable rows. */
    static TypePage page(long total, long... ids) {
        return new TypePage(Arrays.stream(ids).mapToObj(id -> row(id, "")).toList(), List.of(), total, null);
    }

    /** The same page, with this row on it too. */
    static TypePage with(TypePage page, UnreadableRow row) {
        return new TypePage(page.rows(), List.of(row), page.total(), page.at());
    }

    /** A page of so many rows. */
    static TypePage pageOf(int rows, long total) {
        return page(total, LongStream.rangeClosed(1, rows).toArray());
    }

    static TypePayload row(long id, String title) {
        return new TypePayload(id, title, "{}", "", "");
    }

    static UnreadableRow unreadable(long id) {
        return new UnreadableRow(OptionalLong.of(id), "a reason", "{}");
    }

    static UnreadableRow unreadableWithoutId() {
        return new UnreadableRow(OptionalLong.empty(), "a reason", "{}");
    }
}
