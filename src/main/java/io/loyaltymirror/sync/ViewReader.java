package io.loyaltymirror.sync;

import io.loyaltymirror.upstream.ChainReader;
import io.loyaltymirror.upstream.TypePage;
import io.loyaltymirror.upstream.View;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads views to their ends, one after the other, with as many pages under way as the rate budget and upstream's latency
 * can use.
 */
final class ViewReader {

    /** 5 requests a second at a latency of 1.6 s: above that upstream is in trouble, and more in flight would not help. */
    private static final int IN_FLIGHT = 8;

    private final ChainReader reader;
    private final int pageSize;
    private final Function<TypePage, Uni<Void>> sink;
    private Repeats repeats;

    /** @param sink takes the rows of each page before the next is asked for in its place */
    ViewReader(ChainReader reader, int pageSize, Function<TypePage, Uni<Void>> sink) {
        this.reader = reader;
        this.pageSize = pageSize;
        this.sink = sink;
    }

    /**
     * @param expected how many rows the view had when it was read last: that many pages are asked for at once, so that a
     *     quiet chain costs one latency and not two
     * @param backwards from the last page to the first: rows that move while they are read move the other way
     */
    Uni<ViewPages> read(View view, long expected, boolean backwards) {
        repeats = new Repeats();
        int ahead = PagePlan.pages(expected, pageSize);
        return pages(view, 1, ahead, backwards)
                .chain(first -> rest(view, first))
                .map(pages -> new ViewPages(view, pages));
    }

    private Uni<List<ScannedPage>> rest(View view, List<ScannedPage> first) {
        int all = PagePlan.pages(first.getFirst(), pageSize);
        return all <= first.size() || repeats.found()
                ? Uni.createFrom().item(first)
                : pages(view, first.size() + 1, all, false)
                        .map(more ->
                                Stream.concat(first.stream(), more.stream()).toList());
    }

    private Uni<List<ScannedPage>> pages(View view, int from, int to, boolean backwards) {
        return Multi.createFrom()
                .range(from, to + 1)
                .map(number -> backwards ? from + to - number : number)
                .onItem()
                .transformToUni(number -> page(view, number))
                .merge(IN_FLIGHT)
                .collect()
                .asList()
                .map(ViewReader::inOrder);
    }

    /** No item once a page came again: an upstream that does not look at the page's number would be asked to the end. */
    private Uni<Numbered> page(View view, int number) {
        return repeats.found()
                ? Uni.createFrom().nullItem()
                : reader.page(view, number)
                        .call(sink::apply)
                        .map(page -> new Numbered(number, ScannedPage.of(page)))
                        .invoke(page -> repeats.see(page.page()));
    }

    private static List<ScannedPage> inOrder(List<Numbered> pages) {
        return pages.stream()
                .sorted(Comparator.comparingInt(Numbered::number))
                .map(Numbered::page)
                .toList();
    }

    private record Numbered(int number, ScannedPage page) {}

    /** Whether a page of the view was the same as another. */
    private static final class Repeats {

        private final Set<List<Long>> pages = ConcurrentHashMap.newKeySet();
        private volatile boolean found;

        void see(ScannedPage page) {
            found |= !page.ids().isEmpty() && !pages.add(page.ids());
        }

        boolean found() {
            return found;
        }
    }
}
