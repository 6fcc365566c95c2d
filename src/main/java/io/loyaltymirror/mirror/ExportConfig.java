package io.loyaltymirror.mirror;

import static io.loyaltymirror.Setting.requireWithin;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How patient the mirror is with who reads an export. */
@ConfigMapping(prefix = "mirror.export")
interface ExportConfig {

    /**
     * How long an export waits until its reader has taken a page, a quarter of a MiB. Below {@code mirror.database.silence},
     * by which PostgreSQL would end the transaction.
     */
    @WithDefault("30s")
    Duration stall();

    /** Stops the start where a value cannot work. */
    default ExportConfig checked() {
        requireWithin("mirror.export.stall", stall(), "1s", "1h");
        return this;
    }
}
