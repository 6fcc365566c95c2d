package io.loyaltymirror.mutation;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loyaltymirror.harness.Configured;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MutationConfigCheckTest {

    private static void check(String key, String value) {
        MutationConfig config = Configured.as(MutationConfig.class, Map.of("mirror.mutation." + key, value));
        MutationConfigCheck.check(config, Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @CsvSource({"deadline, 999ms", "deadline, 301s", "settle, 55s", "settle, -1s", "key-retention, 59m"})
    void timeThatCannotWorkIsRefusedByItsKey(String key, String value) {
        assertThatThrownBy(() -> check(key, value))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("mirror.mutation." + key + ": must be ");
    }

    @ParameterizedTest
    @CsvSource({"deadline, 1s", "deadline, 4m", "settle, 56s", "key-retention, 1h"})
    void limitItselfWorks(String key, String value) {
        assertThatCode(() -> check(key, value)).doesNotThrowAnyException();
    }
}
