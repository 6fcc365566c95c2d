package io.loyaltymirror.mirror;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Where the mirror lives. Feeds the reactive and the JDBC side of the one datasource, see application.properties. */
@ConfigMapping(prefix = "mirror.database")
public interface DatabaseConfig {

    /** {@code postgresql://host:5432/name}. */
    @WithConverter(DatabaseConfigCheck.class)
    String url();

    /** Absent where the server trusts the connection. */
    Optional<String> username();

    /** Absent where the server trusts the connection. */
    Optional<String> password();

    /**
     * How long nothing may come from the server until a connection counts as lost, on its other end too: some times what
     * the longest statement takes, 8.6 s for 100,000 rows.
     */
    @WithDefault("60s")
    Duration silence();

    /** Whether this process brings the schema up to date itself, or waits until somebody else did. */
    @WithDefault("auto")
    Migrate migrate();

    /** Who migrates. */
    enum Migrate {
        AUTO,
        OFF
    }
}
