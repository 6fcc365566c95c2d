package io.loyaltymirror.mirror;

import static io.loyaltymirror.Setting.require;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.inject.Singleton;

/** How much heap ready answers may take. Refuses a start with more than leaves place for the work. */
@Startup(SnapshotsBound.BEFORE_ALL_ELSE)
@Singleton
class SnapshotsBound {

    /** Before the scheduler starts at 0. */
    static final int BEFORE_ALL_ELSE = -1;

    /** The part of the heap that is the bound where nothing is said. */
    private static final int HEAP_SHARE = 4;

    /** Of the bound: a chain with more would push out too many others, and each load of it takes long. */
    private static final int LARGEST_SHARE = 4;

    private final long bytes;

    SnapshotsBound(SnapshotsConfig config) {
        bytes = of(config, Runtime.getRuntime().maxMemory());
    }

    /** @param heap bytes that the heap may grow to */
    static long of(SnapshotsConfig config, long heap) {
        long bytes = config.maxBytes().map(MemorySize::asLongValue).orElse(heap / HEAP_SHARE);
        require(
                bytes <= heap / 2,
                "mirror.snapshots.max-bytes",
                "must be at most half of the heap, which is " + heap / 2 + " here, is " + bytes);
        return bytes;
    }

    /** 0: nothing is held. */
    long bytes() {
        return bytes;
    }

    /** Bytes of bodies that a chain may have to be held. */
    long ofOneChain() {
        return bytes / LARGEST_SHARE;
    }
}
