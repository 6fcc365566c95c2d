package io.loyaltymirror.sync;

import io.loyaltymirror.upstream.ChainReader;
import io.loyaltymirror.upstream.TypePage;
import io.loyaltymirror.upstream.View;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Reads one view to its end, with as many pages under way as the rate budget and upstream's latency can use. */
final class ViewReader {

    /** 5 requests a second at a latency of 1.6 s: above that upstream is in trouble, and more in flight would not help. */
    private static final int IN_FLIGHT = 8;

    private final ChainReader reader;
    private final int pageSize;

    ViewReader(ChainReader reader, int pageSize) {
        this.reader = reader;
        this.pageSize = pageSize;
    }

    /**
     * @param expected how many rows the view had when it was read last: that many pages are asked for at once, so that a
     *     quiet chain costs one latency and not two
     */
    Uni<ViewPages> read(View view, long expected) {
        int ahead = PagePlan.pages(expected, pageSize);
        return pages(view, 1, ahead).chain(first -> rest(view, first)).map(pages -> new ViewPages(view, pages));
    }

    private Uni<List<TypePage>> rest(View view, List<TypePage> first) {
        int all = PagePlan.pages(first.getFirst(), pageSize);
        return all <= first.size()
                ? Uni.createFrom().item(first)
                : pages(view, first.size() + 1, all)
                        .map(more ->
                                Stream.concat(first.stream(), more.stream()).toList());
    }

    private Uni<List<TypePage>> pages(View view, int from, int to) {
        return Multi.createFrom()
                .range(from, to + 1)
                .onItem()
                .transformToUni(number -> reader.page(view, number).map(page -> new Numbered(number, page)))
                .merge(IN_FLIGHT)
                .collect()
                .asList()
                .map(ViewReader::inOrder);
    }

    private static List<TypePage> inOrder(List<Numbered> pages) {
        return pages.stream()
                .sorted(Comparator.comparingInt(Numbered::number))
                .map(Numbered::page)
                .toList();
    }

    private record Numbered(int number, TypePage page) {}
}
