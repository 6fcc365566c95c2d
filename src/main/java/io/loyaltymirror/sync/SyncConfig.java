package io.loyaltymirror.sync;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When chains are read. */
@ConfigMapping(prefix = "mirror.sync")
public interface SyncConfig {

    /** How often a chain is due, where it has no interval of its own; a fresh mirror against permits spent. */
    @WithDefault("5m")
    Duration every();

    /** How often due chains are looked for; one cheap query. */
    @WithDefault("5s")
    Duration tick();

    /** How long a claim holds without being renewed: how long a chain may rest after its reader was killed. */
    @WithDefault("60s")
    Duration lease();

    /** How often the leases of chains that are being read are renewed: a third of the lease, so that one may fail. */
    @WithDefault("20s")
    Duration renew();

    /**
     * How long a process that is told to stop waits for what it is publishing: as long as the largest chain takes (9 s
     * for 100,000 types). Kubernetes' grace period has to hold it.
     */
    @WithDefault("10s")
    Duration handback();
}
