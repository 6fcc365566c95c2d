package io.loyaltymirror.mirror;

import io.loyaltymirror.ChainId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Loads of chains, one of each at a time, and which of them must begin anew: a chain that changed is read by a load that
 * began after that. (One at a time: what is kept never goes back to an older generation.)
 */
final class SnapshotLoads {

    private final Function<ChainId, Uni<Optional<ChainSnapshot>>> read;
    private final BiFunction<Long, Optional<ChainSnapshot>, Optional<ChainSnapshot>> keep;
    private final Duration longest;
    private final Joined<Loaded> loads = new Joined<>();
    private final AtomicLong moments = new AtomicLong();
    private final ConcurrentMap<Long, Long> changed = new ConcurrentHashMap<>();

    /**
     * Loads for a cache.
     *
     * @param read reads a chain; empty where it is not served
     * @param keep takes what was read, and gives what is to be served
     * @param longest so long a load may take
     */
    SnapshotLoads(
            Function<ChainId, Uni<Optional<ChainSnapshot>>> read,
            BiFunction<Long, Optional<ChainSnapshot>, Optional<ChainSnapshot>> keep,
            Duration longest) {
        this.read = read;
        this.keep = keep;
        this.longest = longest;
    }

    private record Loaded(long begun, Optional<ChainSnapshot> snapshot) {}

    /** What was loaded of this chain until now is old. */
    void changed(long chain) {
        changed.put(chain, moments.incrementAndGet());
    }

    Set<Long> underWay() {
        return loads.chains();
    }

    boolean isChanged(long chain) {
        return changed.containsKey(chain);
    }

    /** The chain as it is now or after this; joins a load that began after all that is known to have changed. */
    Uni<Optional<ChainSnapshot>> load(ChainId chain) {
        return loadSince(chain, changed.getOrDefault(chain.value(), 0L));
    }

    /** As it is now, with whatever was committed before this call. */
    Uni<Optional<ChainSnapshot>> loadAnew(ChainId chain) {
        return loadSince(chain, moments.incrementAndGet());
    }

    private Uni<Optional<ChainSnapshot>> loadSince(ChainId chain, long moment) {
        return loads.join(chain.value(), () -> begin(chain))
                .chain(loaded ->
                        loaded.begun > moment ? Uni.createFrom().item(loaded.snapshot) : loadSince(chain, moment));
    }

    /** On a connection that hangs it ends too, and the next one takes another. */
    private Uni<Loaded> begin(ChainId chain) {
        long begun = moments.incrementAndGet();
        return read.apply(chain).ifNoItem().after(longest).fail().map(snapshot -> {
            Loaded loaded = new Loaded(begun, keep.apply(chain.value(), snapshot));
            changed.computeIfPresent(chain.value(), (_, moment) -> moment < begun ? null : moment);
            return loaded;
        });
    }
}
