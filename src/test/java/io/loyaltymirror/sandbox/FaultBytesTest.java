package io.loyaltymirror.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loyaltymirror.sandbox.RawCaller.End;
import io.loyaltymirror.sandbox.RawCaller.Heard;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each fault of bytes and sockets leaves on the wire. */
class FaultBytesTest {
    private static final String LIST = "chain/706028/loyalty/certificate_types";
    private static final Duration SHORT = Duration.ofMillis(120);

    @RegisterExtension
    static final RunningSandbox SANDBOX = new RunningSandbox();

    @Test
    void cutJsonHasATrueLength() {
        var whole = raw().get(LIST).body();
        var cut = heard(Fault.of(BodyDamage.CUT_JSON));
        assertThat(cut.body()).isEqualTo(Arrays.copyOf(whole, whole.length / 2));
        assertThat(cut.contentLength()).isEqualTo(cut.body().length);
    }

    @Test
    void cutBodyPromisesMoreThanItBrings() {
        var whole = raw().get(LIST).body();
        var cut = heard(Fault.of(BodyDamage.CUT_BODY));
        assertThat(cut.end()).isEqualTo(End.CLOSED);
        assertThat(cut.contentLength()).isEqualTo(whole.length);
        assertThat(cut.body()).isEqualTo(Arrays.copyOf(whole, whole.length / 2));
    }

    @ParameterizedTest
    @EnumSource(
            value = BodyDamage.class,
            names = {"INVALID_UTF8", "UNREADABLE"})
    void bytesAreNoUtf8(BodyDamage damage) {
        var body = heard(Fault.of(damage)).body();
        assertThat(body).hasSameSizeAs(raw().get(LIST).body());
        assertThatThrownBy(() -> UTF_8.newDecoder().decode(ByteBuffer.wrap(body)))
                .isInstanceOf(CharacterCodingException.class);
    }

    @Test
    void contentTypeIsWrongOverTheRightBody() {
        var heard = heard(Fault.of(BodyDamage.WRONG_CONTENT_TYPE));
        assertThat(heard.header("content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(heard.body()).isEqualTo(raw().get(LIST).body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"body\":\"cut_body\"}", "{\"socket\":\"stall\",\"lasts_ms\":50}"})
    void answerWithoutABodyGetsOneToBeDamaged(String fault) {
        var archive = "chain/706029/loyalty/abonement_types/%d/archive"
                .formatted(SANDBOX.altegio()
                        .chains()
                        .get(706_029)
                        .membershipTypes()
                        .ids()
                        .getFirst());
        assertThat(SANDBOX.caller().call("POST", "/sandbox/faults", fault).status())
                .isEqualTo(201);
        var heard = raw().call("PATCH", archive, "{\"is_archived\":true}");
        assertThat(heard.head()).startsWith("HTTP/1.1 200 ");
        assertThat(heard.body().length).isLessThan(heard.contentLength());
    }

    @Test
    void blackHoleIsSilentUntilItsEnd() {
        var heard = heard(Fault.of(SocketDamage.BLACK_HOLE).lasting(SHORT));
        assertThat(heard.bytes()).isEmpty();
        assertThat(heard.end()).isEqualTo(End.CLOSED);
        assertThat(heard.time()).isBetween(SHORT, Duration.ofMillis(1_500));
    }

    @Test
    void stalledAnswerHasAHeadAlone() {
        var heard = heard(Fault.of(SocketDamage.STALL).lasting(SHORT));
        assertThat(heard.head()).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
        assertThat(heard.body()).isEmpty();
        assertThat(heard.contentLength()).isPositive();
        assertThat(heard.time()).isBetween(SHORT, Duration.ofMillis(1_500));
    }

    @Test
    void slowBodyIsWholeInTheEnd() {
        var heard = heard(Fault.of(SocketDamage.SLOW_BODY).lasting(SHORT));
        assertThat(heard.body()).isEqualTo(raw().get(LIST).body());
        // Six drops, five pauses.
        assertThat(heard.time()).isBetween(Duration.ofMillis(80), Duration.ofMillis(1_500));
    }

    @Test
    void delayedAnswerIsTheTrueOne() {
        var heard = heard(Fault.ofDelay(SHORT));
        assertThat(heard.body()).isEqualTo(raw().get(LIST).body());
        assertThat(heard.time()).isBetween(SHORT, Duration.ofMillis(1_500));
    }

    @Test
    void retryAfterSaysASecondOrADateThatIsNotTooEarly() {
        var before = Instant.now();
        var dated = heard(Fault.of(CannedAnswer.rateLimited(429, RetryHint.DATE, 7)));
        var then = ZonedDateTime.parse(dated.header("retry-after"), DateTimeFormatter.RFC_1123_DATE_TIME);
        assertThat(then.toInstant())
                .isBetween(before.plusSeconds(7), Instant.now().plusSeconds(8));
        assertThat(heard(Fault.of(CannedAnswer.rateLimited(503, RetryHint.SECONDS, 0)))
                        .header("retry-after"))
                .isEqualTo("0");
        assertThat(heard(Fault.of(CannedAnswer.rateLimited(429, RetryHint.BODY, 7)))
                        .header("retry-after"))
                .isEmpty();
    }

    private static Heard heard(Fault fault) {
        SANDBOX.altegio().faults().next(fault);
        return raw().get(LIST);
    }

    private static RawCaller raw() {
        return new RawCaller(SANDBOX.altegio());
    }
}
