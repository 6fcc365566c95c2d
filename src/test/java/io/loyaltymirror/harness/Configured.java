package io.loyaltymirror.harness;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** A configuration as the service would read it, without the service. */
public final class Configured {

    private Configured() {}

    public static <T> T as(Class<T> mapping, Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withDefaultValues(values)
                .withMapping(mapping)
                .build()
                .getConfigMapping(mapping);
    }
}
