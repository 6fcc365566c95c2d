package io.loyaltymirror.sync;

import io.loyaltymirror.sync.ModelUpstream.Entry;
import io.loyaltymirror.sync.ModelUpstream.Page;
import io.loyaltymirror.upstream.View;
import java.util.ArrayList;
import java.util.List;

/** What goes wrong with a page of the model. */
enum PageFault {
    SHORT,
    EMPTY,
    /** Of rows and of total: a list that lies. */
    NOTHING,
    /** The page before the one asked for. */
    REPEATED,
    /** Always the first page. */
    PAGE_IGNORED,
    CLAMPED,
    DUPLICATE_IDS,
    TOTAL_TOO_SMALL,
    TOTAL_TOO_LARGE,
    TOTAL_ZERO,
    FAILS,
    /** 401 in the middle. */
    REFUSED;

    /** Nothing was answered that a scan could go on with. */
    static final class NoPage extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoPage(PageFault fault) {
            super(fault.toString());
        }
    }

    Page page(ModelUpstream upstream, View view, int number, int size) {
        Page page = upstream.page(view, number, size);
        return switch (this) {
            case SHORT -> new Page(page.rows().subList(0, page.rows().size() * 2 / 3), page.total());
            case EMPTY -> new Page(List.of(), page.total());
            case NOTHING -> new Page(List.of(), 0);
            case REPEATED -> upstream.page(view, Math.max(1, number - 1), size);
            case PAGE_IGNORED -> upstream.page(view, 1, size);
            case CLAMPED -> upstream.page(view, number, Math.max(1, size / 2));
            case DUPLICATE_IDS -> new Page(duplicate(page.rows()), page.total());
            case TOTAL_TOO_SMALL -> new Page(page.rows(), Math.max(0, page.total() - 1));
            case TOTAL_TOO_LARGE -> new Page(page.rows(), page.total() + 1);
            case TOTAL_ZERO -> new Page(page.rows(), 0);
            case FAILS, REFUSED -> throw new NoPage(this);
        };
    }

    /** The last row is the first once more. */
    private static List<Entry> duplicate(List<Entry> rows) {
        List<Entry> twice = new ArrayList<>(rows);
        if (!twice.isEmpty()) {
            twice.removeLast();
            twice.add(rows.getFirst());
        }
        return twice;
    }
}
