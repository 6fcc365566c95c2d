package io.loyaltymirror.mirror;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How writes that went through the mirror hold against scans. */
@ConfigMapping(prefix = "mirror.mutation")
public interface WriteThroughConfig {

    /** For so long after a write no scan counts against it: nobody promises that upstream reads its own writes. */
    @WithDefault("30s")
    Duration grace();
}
