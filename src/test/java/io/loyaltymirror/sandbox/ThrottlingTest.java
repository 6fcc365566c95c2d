package io.loyaltymirror.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ThrottlingTest {
    private static final String LIST = "chain/706029/loyalty/certificate_types";

    @RegisterExtension
    static final RunningSandbox SANDBOX = new RunningSandbox();

    @Test
    void sixthRequestInASecondIsRefused() {
        SANDBOX.altegio().settings(SandboxSettings.documented());
        assertThat(Stream.generate(ThrottlingTest::status).limit(6)).containsExactly(200, 200, 200, 200, 200, 429);
        var refusal = SANDBOX.caller().get(LIST);
        assertThat(refusal.at("/success").booleanValue()).isFalse();
        assertThat(refusal.at("/meta/message").textValue()).endsWith("через 1 секунд");
        assertThat(SANDBOX.altegio().requests().all())
                .extracting(LoggedRequest::throttled)
                .containsExactly(false, false, false, false, false, true, true);
    }

    @Test
    void minuteHasItsOwnLimit() {
        SANDBOX.altegio().settings(SandboxSettings.documented().withRates(0, 3));
        assertThat(Stream.generate(ThrottlingTest::status).limit(4)).containsExactly(200, 200, 200, 429);
        assertThat(SANDBOX.caller().get(LIST).at("/meta/message").textValue()).matches(".*через (59|60) секунд");
    }

    @Test
    void refusedWriteIsNotDone() {
        SANDBOX.altegio().settings(SandboxSettings.documented().withRates(0, 1));
        SANDBOX.caller().get(LIST);
        var rows = SANDBOX.altegio().chains().get(706_029).certificateTypes();
        for (long id : rows.ids()) {
            assertThat(SANDBOX.caller().call("DELETE", LIST + "/" + id, "").status())
                    .isEqualTo(429);
        }
        assertThat(rows.size()).isEqualTo(12);
    }

    @Test
    void refusedTokensCountToo() {
        SANDBOX.altegio().settings(SandboxSettings.documented().withRates(0, 1));
        assertThat(SANDBOX.caller().with("Authorization", null).get(LIST).status())
                .isEqualTo(401);
        assertThat(status()).isEqualTo(429);
    }

    @Test
    void anotherAddressHasItsOwnLimit() throws Exception {
        SANDBOX.altegio().settings(SandboxSettings.documented().withRates(0, 1));
        assertThat(status()).isEqualTo(200);
        assertThat(status()).isEqualTo(429);
        // Linux answers on the whole of 127/8; elsewhere the unit test of the limits must do.
        assumeTrue(System.getProperty("os.name").equals("Linux"));
        try (var other = Caller.from(InetAddress.getByName("127.0.0.2"), SANDBOX.altegio())) {
            assertThat(other.get(LIST).status()).isEqualTo(200);
        }
        assertThat(SANDBOX.altegio().requests().all().getLast().address()).isEqualTo("127.0.0.2");
    }

    @Test
    void controlDoorIsNotLimited() {
        SANDBOX.altegio().settings(SandboxSettings.documented().withRates(1, 1));
        assertThat(Stream.generate(
                                () -> SANDBOX.caller().get("/sandbox/settings").status())
                        .limit(5))
                .containsOnly(200);
        assertThat(status()).isEqualTo(200);
    }

    private static int status() {
        return SANDBOX.caller().get(LIST).status();
    }
}
