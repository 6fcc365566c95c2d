package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetentionCheckTest {

    @Test
    void lessThanADayIsRefusedByItsKey() {
        assertThatThrownBy(() -> Retention.requireADay("mirror.runs.keep", Duration.ofHours(23)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("mirror.runs.keep: must be at least 1d");
        assertThatCode(() -> Retention.requireADay("mirror.runs.keep", Duration.ofDays(1)))
                .doesNotThrowAnyException();
    }
}
