package io.loyaltymirror.api.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.List;
import java.util.Map;

/** The callers, by name: lower-case letters and digits, so that environment variables can say them. */
@ConfigMapping(prefix = "mirror.keys")
public interface KeysConfig {

    @WithParentName
    Map<String, Key> keys();

    /** One caller's key. */
    interface Key {

        /** Lower-case hex SHA-256 of the key; two while it is being changed: the old key and the new one are good then. */
        List<String> hash();

        /** What the key may do; no role includes another. */
        List<String> roles();

        /** The ids of the chains the key is good for, or {@code *}. */
        List<String> chains();
    }
}
