package io.loyaltymirror.mirror;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** How reads are served from the heap. */
@ConfigMapping(prefix = "mirror.snapshots")
public interface SnapshotsConfig {

    /**
     * How much heap ready answers may take; a quarter of it where nothing is said. 0: none, every read is a query. A chain
     * that takes more than a quarter of this is served by queries too.
     */
    Optional<MemorySize> maxBytes();

    /** When a read asks the database first whether its snapshot is the newest generation. */
    @WithDefault("unheard")
    Compare compare();

    /** When to ask. */
    enum Compare {
        /** While it is not certain that publications are heard of: a few milliseconds after another replica's, as a rule. */
        UNHEARD,
        /** At each read: whatever was committed anywhere before the read is in it. */
        ALWAYS
    }
}
