package io.loyaltymirror.sync;

import io.loyaltymirror.upstream.TypePage;
import io.loyaltymirror.upstream.TypePayload;
import io.loyaltymirror.upstream.UnreadableRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether a scan saw everything: each view complete by count, with one total on all of its pages that equals the
 * distinct ids, and no id twice. Strong evidence, not proof: an insert and a delete between two pages cancel out.
 */
final class ScanProof {

    private ScanProof() {}

    static Scan judge(List<ViewPages> views) {
        int fetched = views.stream().mapToInt(ViewPages::fetched).sum();
        for (ViewPages view : views) {
            Optional<String> doubt = doubt(view.pages());
            if (doubt.isPresent()) {
                return new Scan.Torn(fetched, view.view() + ": " + doubt.get());
            }
        }
        return complete(fetched, views);
    }

    private static Optional<String> doubt(List<TypePage> pages) {
        long total = pages.getFirst().total();
        Set<Long> ids = new HashSet<>();
        for (TypePage page : pages) {
            if (page.total() != total) {
                return Optional.of("the total moved from " + total + " to " + page.total());
            }
            for (long id : ids(page)) {
                if (!ids.add(id)) {
                    return Optional.of("id " + id + " stands in it twice");
                }
            }
        }
        return ids.size() == total
                ? Optional.empty()
                : Optional.of(ids.size() + " ids were seen of a total of " + total);
    }

    private static Collection<Long> ids(TypePage page) {
        List<Long> ids = new ArrayList<>(page.size());
        page.rows().forEach(row -> ids.add(row.id()));
        page.unreadable().forEach(row -> row.id().ifPresent(ids::add));
        return ids;
    }

    /** An id that is in two views was moved between the reading of one and the other: the later reading counts. */
    private static Scan complete(int fetched, List<ViewPages> views) {
        Map<Long, TypePayload> rows = new LinkedHashMap<>();
        List<UnreadableRow> unreadable = new ArrayList<>();
        for (ViewPages view : views) {
            for (TypePage page : view.pages()) {
                page.rows().forEach(row -> rows.put(row.id(), row));
                unreadable.addAll(page.unreadable());
            }
        }
        int duplicate = fetched - rows.size() - unreadable.size();
        List<Long> totals = views.stream().map(ViewPages::total).toList();
        return new Scan.Complete(fetched, List.copyOf(rows.values()), unreadable, duplicate, totals);
    }
}
