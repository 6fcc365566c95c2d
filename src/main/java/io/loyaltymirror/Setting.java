package io.loyaltymirror;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;

/** What a configured value must be. Quarkus ends the start with the sentence alone, without a stack trace. */
public final class Setting {

    private Setting() {}

    /**
     * Stops the start where a value cannot work.
     *
     * @param key as {@code application.properties} spells it
     * @param sentence what the value must be; it goes to the log, so it never repeats a token, a key or an address
     */
    public static void require(boolean fits, String key, String sentence) {
        if (!fits) {
            throw new ConfigurationException(key + ": " + sentence);
        }
    }

    public static void requireWithin(String key, int value, int least, int most) {
        require(value >= least && value <= most, key, "must be " + least + " to " + most + ", is " + value);
    }

    /** The limits are spelt as in the configuration, {@code 100ms} or {@code 5m}, and so they stand in the sentence. */
    public static void requireWithin(String key, Duration value, String least, String most) {
        require(
                value.compareTo(DurationConverter.parseDuration(least)) >= 0
                        && value.compareTo(DurationConverter.parseDuration(most)) <= 0,
                key,
                "must be " + least + " to " + most + ", is " + value);
    }
}
