package io.loyaltymirror.api.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Where callers' keys come from beside {@link KeysConfig}. */
@ConfigMapping(prefix = "mirror.access")
public interface AccessConfig {

    /** A properties file with more keys, {@code till.hash=…}; it is read again when it changes. */
    Optional<Path> keysFile();

    /** How often it is looked at, a duration; {@code off}: only at the start. */
    @WithDefault("10s")
    String reload();
}
