package io.loyaltymirror.sync;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loyaltymirror.harness.Configured;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyncConfigCheckTest {

    private static void check(String key, String value) {
        Map<String, String> values = new HashMap<>(Map.of("mirror.sync.lease", "60s", "mirror.sync.renew", "1s"));
        values.put("mirror.sync." + key, value);
        SyncConfigCheck.check(Configured.as(SyncConfig.class, values));
    }

    @ParameterizedTest
    @CsvSource({
        "every, 999ms",
        "every, -1s",
        "tick, 99ms",
        "tick, 61s",
        "lease, 2999ms",
        "renew, 0s",
        "renew, -1s",
        "renew, 30s",
        "handback, 999ms",
        "handback, 61s"
    })
    void timeThatCannotWorkIsRefusedByItsKey(String key, String value) {
        assertThatThrownBy(() -> check(key, value))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("mirror.sync." + key + ": must be ");
    }

    @ParameterizedTest
    @CsvSource({"every, 1s", "tick, 100ms", "tick, 1m", "lease, 3s", "renew, 29999ms", "handback, 1s", "handback, 1m"})
    void limitItselfWorks(String key, String value) {
        assertThatCode(() -> check(key, value)).doesNotThrowAnyException();
    }
}
