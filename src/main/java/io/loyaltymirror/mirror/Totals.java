package io.loyaltymirror.mirror;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/**
 * How many types of a chain match, counted once for each generation and scan: where a chain is read by queries, as one is
 * that is too large to be held, counting all of it for the {@code total_count} of each page takes more than the page.
 */
@Singleton
class Totals {

    /** Some five thousand. */
    private static final long BYTES = 2_000_000;

    /** What one takes in the heap without its title, about. */
    private static final int OVERHEAD = 400;

    /**
     * What was counted.
     *
     * @param state as the page's own transaction sees it
     * @param filter of whichever page
     */
    private record Counted(ChainId chain, Kind kind, String state, TypeQuery filter) {

        int weight() {
            return OVERHEAD + filter.title().map(title -> title.length() * 2).orElse(0);
        }
    }

    private final Cache<Counted, Long> totals = Caffeine.newBuilder()
            .maximumWeight(BYTES)
            .weigher((Counted counted, Long _) -> counted.weight())
            .executor(Runnable::run)
            .build();

    /**
     * Tells how many match.
     *
     * @param state which generation and scan is read; nothing that is counted changes without it
     * @param count counts in that state, and in no other
     */
    Uni<Long> of(ChainId chain, Kind kind, String state, TypeQuery query, Supplier<Uni<Long>> count) {
        if (query.ids().isPresent()) {
            // Few are counted, and they would be much to keep.
            return count.get();
        }
        Counted counted = new Counted(chain, kind, state, query.ofAnyPage());
        Long known = totals.getIfPresent(counted);
        return known != null ? Uni.createFrom().item(known) : count.get().invoke(total -> totals.put(counted, total));
    }
}
