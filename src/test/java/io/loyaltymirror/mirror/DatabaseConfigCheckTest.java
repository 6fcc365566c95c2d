package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
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
}
