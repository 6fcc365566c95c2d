package io.loyaltymirror.sync;

import io.loyaltymirror.upstream.TypePage;
import io.loyaltymirror.upstream.View;
import java.util.List;

/** All pages that were read of a view, in their order. */
record ViewPages(View view, List<TypePage> pages) {

    /** What upstream says the view has. */
    long total() {
        return pages.getFirst().total();
    }

    int fetched() {
        return pages.stream().mapToInt(TypePage::size).sum();
    }
}
