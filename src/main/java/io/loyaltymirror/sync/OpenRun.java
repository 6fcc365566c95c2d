package io.loyaltymirror.sync;

import io.loyaltymirror.Kind;
import io.loyaltymirror.mirror.Fence;
import java.time.Instant;

/**
 * A run that is under way.
 *
 * @param startedAt by the database's clock, before the first request leaves
 */
record OpenRun(long id, Fence fence, Kind kind, Instant startedAt) {

    /** As the log names it. */
    @Override
    public String toString() {
        return "chain=" + fence.chain() + " kind=" + kind.word() + " run=" + id;
    }
}
