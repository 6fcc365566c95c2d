package io.loyaltymirror.sync;

import io.loyaltymirror.upstream.View;
import java.util.List;

/** All pages that were read of a view, in upstream's order. */
record ViewPages(View view, List<ScannedPage> pages) {

    /** What upstream says the view has. */
    long total() {
        return pages.getFirst().total();
    }

    int fetched() {
        return pages.stream().mapToInt(ScannedPage::size).sum();
    }

    int unreadable() {
        return pages.stream()
                .mapToInt(page -> page.unreadable().size() + page.nameless())
                .sum();
    }
}
