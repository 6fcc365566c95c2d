package io.loyaltymirror.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class SandboxAltegioTest {
    private static final String LIST = "chain/706028/loyalty/certificate_types?page_size=100";

    @Test
    void startsOnAnyFreePortAndSaysWhere() {
        try (var sandbox = SandboxAltegio.start(SandboxOptions.onAnyPort())) {
            assertThat(sandbox.port()).isPositive();
            assertThat(sandbox.baseUri()).hasToString("http://localhost:" + sandbox.port() + "/api/v1");
            assertThat(sandbox.settings()).isEqualTo(SandboxSettings.documented());
        }
    }

    @Test
    void takenPortIsNamed() {
        try (var sandbox = SandboxAltegio.start(SandboxOptions.onAnyPort())) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> SandboxAltegio.start(SandboxOptions.onPort(sandbox.port())))
                    .withMessageContaining(":" + sandbox.port())
                    .withMessageContaining("taken");
        }
    }

    @Test
    void impossiblePortIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SandboxOptions.onPort(65_536))
                .withMessageContaining("65536");
    }

    @Test
    void dataIsTheSameInEachStart() {
        try (var one = SandboxAltegio.start(SandboxOptions.onAnyPort());
                var two = SandboxAltegio.start(SandboxOptions.onAnyPort());
                var callerOfOne = Caller.of(one);
                var callerOfTwo = Caller.of(two)) {
            assertThat(callerOfOne.get(LIST)).isEqualTo(callerOfTwo.get(LIST));
        }
    }

    @Test
    void closingFreesThePort() throws IOException {
        var sandbox = SandboxAltegio.start(SandboxOptions.onAnyPort());
        var port = sandbox.port();
        try (var caller = Caller.of(sandbox)) {
            sandbox.close();
            Assertions.assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> caller.get(LIST));
        }
        SandboxAltegio.start(SandboxOptions.onPort(port)).close();
    }
}
