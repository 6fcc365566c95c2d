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

    /** The stamp of an answer that was permitted at this time; the run's begin where requests need no permit. */
    Instant stamp(Instant permittedAt) {
        return permittedAt == null ? startedAt : permittedAt;
    }

    /** As the log names it. */
    @Override
    public String toString() {
        return "chain=" + fence.chain() + " kind=" + kind.word() + " run=" + id;
    }
}
