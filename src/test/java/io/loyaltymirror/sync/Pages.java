package io.loyaltymirror.sync;

import io.loyaltymirror.upstream.View;
import java.util.List;
import java.util.stream.LongStream;

/** Pages as upstream would have answered them. */
final class Pages {

    private Pages() {}

    static ViewPages certificateTypes(ScannedPage... pages) {
        return new ViewPages(View.CERTIFICATE_TYPES, List.of(pages));
    }

    static ViewPages current(ScannedPage... pages) {
        return new ViewPages(View.CURRENT_MEMBERSHIP_TYPES, List.of(pages));
    }

    static ViewPages archived(ScannedPage... pages) {
        return new ViewPages(View.ARCHIVED_MEMBERSHIP_TYPES, List.of(pages));
    }

    /** A page of readable rows. */
    static ScannedPage page(long total, long... ids) {
        return new ScannedPage(LongStream.of(ids).boxed().toList(), List.of(), 0, total);
    }

    /** The same page, with a row on it too of which only the id could be read. */
    static ScannedPage withUnreadable(ScannedPage page, long id) {
        return new ScannedPage(page.ids(), List.of(id), page.nameless(), page.total());
    }

    /** The same page, with a row on it too of which nothing could be read. */
    static ScannedPage withNameless(ScannedPage page) {
        return new ScannedPage(page.ids(), page.unreadable(), page.nameless() + 1, page.total());
    }

    /** A page of so many rows. */
    static ScannedPage pageOf(int rows, long total) {
        return page(total, LongStream.rangeClosed(1, rows).toArray());
    }
}
