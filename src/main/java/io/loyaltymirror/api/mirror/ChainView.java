package io.loyaltymirror.api.mirror;

import io.loyaltymirror.mirror.ChainKind;
import io.loyaltymirror.mirror.ChainState;
import java.time.Instant;
import java.util.List;

/**
 * A chain as the mirror plane shows it.
 *
 * @param syncEveryS its own interval in seconds; null for the configured one
 * @param generation epoch and number, as in the header {@code Mirror-Generation}
 */
record ChainView(long id, String title, boolean enabled, Integer syncEveryS, String generation, List<KindView> kinds) {

    /**
     * @param asOf begin of the newest complete scan; null where there was none yet
     * @param failures runs since then that failed
     */
    record KindView(String kind, Instant asOf, Instant nextDueAt, int failures) {

        private static KindView of(ChainKind kind) {
            return new KindView(kind.kind, kind.asOf, kind.nextDueAt, kind.failures);
        }
    }

    static ChainView of(ChainState state) {
        return new ChainView(
                state.chain().id,
                state.chain().title,
                state.chain().enabled,
                state.chain().syncEverySeconds,
                state.chain().generationTag(),
                state.kinds().stream().map(KindView::of).toList());
    }
}
