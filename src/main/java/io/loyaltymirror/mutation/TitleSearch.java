package io.loyaltymirror.mutation;

import io.loyaltymirror.upstream.ChainReader;
import io.loyaltymirror.upstream.TypePage;
import io.loyaltymirror.upstream.TypePayload;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;

/** Types of a title, as upstream's own search finds them: what it finds is there; what it does not find may be too. */
final class TitleSearch {

    /** Of 100 rows each: a title that is a part of more titles than that is searched for in vain. */
    private static final int MAX_PAGES = 3;

    private final ChainReader reader;
    private final Request request;
    private final int pageSize;

    TitleSearch(ChainReader reader, Request request, int pageSize) {
        this.reader = reader;
        this.request = request;
        this.pageSize = pageSize;
    }

    /**
     * What there is.
     *
     * @param types all that are called as the request asks for
     * @param unreadable how many more were found that cannot be read: they may be called so
     */
    record Found(List<TypePayload> types, int unreadable) {}

    Uni<Found> find() {
        return from(1, new Found(List.of(), 0));
    }

    private Uni<Found> from(int number, Found before) {
        return reader.titled(request.searched(), number).chain(page -> {
            List<TypePayload> types = new ArrayList<>(before.types());
            page.rows().stream().filter(request::isTitleOf).forEach(types::add);
            Found found =
                    new Found(types, before.unreadable() + page.unreadable().size());
            return isLast(page, number) ? Uni.createFrom().item(found) : from(number + 1, found);
        });
    }

    private boolean isLast(TypePage page, int number) {
        return number == MAX_PAGES || (long) number * pageSize >= page.total();
    }
}
