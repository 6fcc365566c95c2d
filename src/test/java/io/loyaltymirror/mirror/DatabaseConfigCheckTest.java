package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loyaltymirror.harness.Configured;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseConfigCheckTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://localhost/secret",
                "postgres://localhost/secret",
                "mysql://localhost/secret",
                "localhost:5432/secret",
                "postgresql://mirror:secret@localhost/mirror",
                "postgresql://secret@localhost"
            })
    void addressThatNotBothDriversReadIsRefusedAndNotRepeated(String url) {
        assertThatThrownBy(() -> DatabaseConfigCheck.check(url))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("mirror.database.url: must ")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://localhost:5432/mirror",
                "postgresql://[::1]/mirror",
                "postgresql://db/a?options=x@y"
            })
    void addressWithoutUserWorks(String url) {
        assertThatCode(() -> DatabaseConfigCheck.check(url)).doesNotThrowAnyException();
    }

    /** Any later the pools would have shown it. */
    @Test
    void addressIsRefusedWhereItIsRead() {
        assertThatThrownBy(() -> Configured.as(
                        DatabaseConfig.class, Map.of("mirror.database.url", "postgresql://a:secret@localhost")))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("mirror.database.url: must have no user info")
                .hasMessageNotContaining("secret");
    }
}
