package io.loyaltymirror.mirror;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
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

    /** Whether this process brings the schema up to date itself, or waits until somebody else did. */
    @WithDefault("auto")
    Migrate migrate();

    /** Who migrates. */
    enum Migrate {
        AUTO,
        OFF
    }
}
