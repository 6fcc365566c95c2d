package io.loyaltymirror.sync;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides whether a scan saw everything: each view complete by count, with one total on all of its pages that equals the
 * distinct ids, no id twice, and no row without one. Strong evidence, not proof: an insert and a delete between two pages cancel out.
 */
final class ScanProof {

    private ScanProof() {}

    static Scan judge(List<ViewPages> views) {
        int fetched = views.stream().mapToInt(ViewPages::fetched).sum();
        int unreadable = views.stream().mapToInt(ViewPages::unreadable).sum();
        int pages = views.stream().mapToInt(view -> view.pages().size()).sum();
        for (ViewPages view : views) {
            Doubt doubt = doubt(view.pages());
            if (doubt != null) {
                return new Scan.Torn(fetched, unreadable, pages, view.view() + ": " + doubt.reason(), doubt.moved());
            }
        }
        List<Long> totals = views.stream().map(ViewPages::total).toList();
        return new Scan.Complete(fetched, unreadable, pages, totals);
    }

    private record Doubt(String reason, boolean moved) {}

    /** Null where there is none. */
    private static Doubt doubt(List<ScannedPage> pages) {
        long total = pages.getFirst().total();
        Set<Long> ids = new HashSet<>();
        for (ScannedPage page : pages) {
            if (page.total() != total) {
                return new Doubt("the total moved from " + total + " to " + page.total(), true);
            }
            for (long id : (Iterable<Long>) page.all()::iterator) {
                if (!ids.add(id)) {
                    return new Doubt("id " + id + " stands in it twice", true);
                }
            }
        }
        int nameless = pages.stream().mapToInt(ScannedPage::nameless).sum();
        return ids.size() == total && nameless == 0 ? null : missing(pages, ids.size(), nameless, total);
    }

    /** Rows without an id will have none at the next reading either, nor does a list that is too long become shorter. */
    private static Doubt missing(List<ScannedPage> pages, int seen, int nameless, long total) {
        String reason = seen + " ids were seen of a total of " + total;
        if (nameless > 0) {
            return new Doubt(reason + ", and " + nameless + " rows without one", seen + nameless != total);
        }
        return new Doubt(reason, pages.size() < PagePlan.MAX_PAGES);
    }
}
