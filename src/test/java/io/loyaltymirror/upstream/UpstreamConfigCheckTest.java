package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loyaltymirror.harness.Configured;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamConfigCheckTest {

    private static void check(String key, String value) {
        Map<String, String> values = new HashMap<>();
        values.put("mirror.upstream.partner-token", "one");
        values.put("mirror.upstream.user-token", "two");
        values.put("mirror.upstream." + key, value);
        UpstreamConfigCheck.check(Configured.as(UpstreamConfig.class, values));
    }

    @Test
    void defaultsWork() {
        assertThatCode(() -> check("page-size", "100")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "page-size, 0",
        "page-size, 101",
        "timeout, 99ms",
        "rate.reserve, -1",
        "rate.reserve, 200",
        "timeout, 301s",
        "timeout, -1s",
        "rate.per-second, -1",
        "rate.per-second, 1001",
        "rate.per-minute, -1",
        "rate.per-minute, 1001",
        "rate.egress, two words",
        "rate.egress, a/b",
        "retry.max, -1",
        "retry.max, 11",
        "retry.delay, -1s",
        "retry.delay, 301s",
        "retry.jitter, -1s",
        "retry.jitter, 301s",
        "breaker.window, 1",
        "breaker.window, 1001",
        "breaker.failure-ratio, 0",
        "breaker.failure-ratio, 1.01",
        "breaker.failure-ratio, NaN",
        "retry.throttled-least, 0s",
        "retry.throttled-least, 301s",
        "retry.throttled-most, 61m",
        "retry.throttled-most, 4s",
        "credential-rest, 99ms",
        "credential-rest, 61m",
        "breaker.delay, 0s",
        "breaker.delay, 601s"
    })
    void valueOutOfRangeIsRefusedByItsKey(String key, String value) {
        assertThatThrownBy(() -> check(key, value))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("mirror.upstream." + key + ": must be ");
    }

    @ParameterizedTest
    @CsvSource({
        "page-size, 1",
        "timeout, 100ms",
        "timeout, 5m",
        "rate.per-second, 0",
        "rate.per-second, 1000",
        "rate.per-minute, 0",
        "rate.per-minute, 1000",
        "retry.max, 0",
        "retry.max, 10",
        "retry.delay, 0s",
        "retry.delay, 5m",
        "retry.jitter, 0s",
        "retry.jitter, 5m",
        "breaker.window, 2",
        "breaker.window, 1000",
        "breaker.failure-ratio, 0.01",
        "breaker.failure-ratio, 1",
        "breaker.delay, 1ms",
        "breaker.delay, 10m"
    })
    void limitItselfWorks(String key, String value) {
        assertThatCode(() -> check(key, value)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.alteg.io/api/v1",
                "HTTP://api.alteg.io",
                "http://localhost.example.org",
                "http://127.example.org",
                "http://127.0.0.1.example.org",
                "http://127.0.0.999",
                "http://10.0.0.1",
                "http://[::2]",
                "ftp://localhost",
                "localhost:8080",
                "/api/v1",
                "https:/api/v1",
                "https://name:secret@api.alteg.io",
                "https://api.alteg.io?token=secret",
                "https://api.alteg.io#secret"
            })
    void addressThatCannotWorkOrShowsTheTokensIsRefused(String url) {
        assertThatThrownBy(() -> check("url", url))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("mirror.upstream.url: must ")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.alteg.io/api/v1",
                "http://localhost:18089/api/v1",
                "http://LOCALHOST",
                "http://127.0.0.1:1",
                "http://127.9.200.255",
                "http://[::1]:8080/api/v1"
            })
    void addressBehindTlsOrOnThisMachineWorks(String url) {
        assertThatCode(() -> check("url", url)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "secret token", "secret,", " secret", "secret\n", "secret\u0007", "секрет"})
    void tokenThatNoHeaderCanCarryIsRefusedAndNotRepeated(String token) {
        for (String key : new String[] {"partner-token", "user-token"}) {
            assertThatThrownBy(() -> check(key, token))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage("mirror.upstream." + key + ": must be visible ASCII without white space or comma");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', '', user-token",
        "token, ann, word, user-token",
        "'', ann, '', password",
        "token, '', word, login",
        "'', '', word, user-token"
    })
    void userIsNamedByATokenOrByALoginAndItsPassword(String token, String login, String password, String key) {
        Map<String, String> values = new HashMap<>(Map.of("mirror.upstream.partner-token", "one"));
        values.put("mirror.upstream.user-token", token);
        values.put("mirror.upstream.login", login);
        values.put("mirror.upstream.password", password);
        values.values().removeIf(String::isEmpty);
        assertThatThrownBy(() -> UpstreamConfigCheck.check(Configured.as(UpstreamConfig.class, values)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("mirror.upstream." + key + ": must be set");
    }
}
