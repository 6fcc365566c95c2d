package io.loyaltymirror.mirror;

import io.smallrye.mutiny.Uni;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/** Work of which one at a time is under way for each chain: whoever wants it meanwhile gets its outcome. */
final class Joined<T> {

    private final ConcurrentMap<Long, Uni<T>> underWay = new ConcurrentHashMap<>();

    /** The outcome of what is under way, or of the work, which begins now. */
    Uni<T> join(long chain, Supplier<Uni<T>> work) {
        Uni<T> joined = underWay.computeIfAbsent(chain, _ -> begun(chain, work));
        // Ends and leaves its place, whether or not somebody waits for it still. A failure is told to who asked;
        // work that may outlive all of them tells it itself, as a look does.
        joined.subscribe().with(_ -> {}, _ -> {});
        return joined;
    }

    /** The work, which begins now and ends whether or not somebody waits for it; who asked is told its failure. */
    static <T> Uni<T> detached(Uni<T> work) {
        Uni<T> detached = work.memoize().indefinitely();
        detached.subscribe().with(_ -> {}, _ -> {});
        return detached;
    }

    /** Those of which something is under way. */
    Set<Long> chains() {
        return Set.copyOf(underWay.keySet());
    }

    private Uni<T> begun(long chain, Supplier<Uni<T>> work) {
        return Uni.createFrom()
                .deferred(() -> work.get())
                .onTermination()
                .invoke(() -> underWay.remove(chain))
                .memoize()
                .indefinitely();
    }
}
