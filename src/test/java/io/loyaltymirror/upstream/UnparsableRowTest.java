package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loyaltymirror.Kind;
import io.loyaltymirror.upstream.UpstreamFailure.Ambiguous;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One row that nobody can parse costs its page that row and nothing else. */
class UnparsableRowTest {

    private static final String BYTES = "bytes that are not UTF-8";
    private static final String BOUNDS = "a number, a text or a nesting beyond all bounds";

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "-1e99999999999", "1e-2147483649", "{\"a\":[1e99999999999]}"})
    void exponentBeyondJavasBounds(String number) {
        assertThat(odd(number).reason()).startsWith("a number").endsWith("beyond all bounds");
    }

    @Test
    @Timeout(2)
    void numberOfAHundredThousandDigitsIsRefusedAndNotDecoded() {
        String digits = "9".repeat(100_000);
        long begun = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            assertThat(odd(digits).reason()).isEqualTo(BOUNDS);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(ints = {1_001, 500_000})
    void nestingThatTheParserRefuses(int depth) {
        assertThat(odd("[".repeat(depth) + "]".repeat(depth)).reason()).isEqualTo(BOUNDS);
    }

    @Test
    void nameAndTextThatTheParserRefuses() {
        assertThat(odd("{\"" + "n".repeat(50_001) + "\":1}").reason()).isEqualTo(BOUNDS);
        TypePage page = page('"' + "x".repeat(20_000_001) + '"', "{\"count\":3}");
        assertThat(page.rows()).hasSize(2);
        assertThat(page.unreadable()).extracting(UnreadableRow::reason).containsExactly(BOUNDS);
    }

    /** A character stands for its byte. */
    @ParameterizedTest
    @CsvSource({
        "a lone byte, \u00FF",
        "a continuation alone, \u0080",
        "overlong quotation mark, \u00C0\u00A2",
        "overlong U+0000, \u00C0\u0080",
        "overlong of three bytes, \u00E0\u0080\u00A2",
        "truncated at the end of its text, \u00E2\u0082",
        "truncated before a letter, \u00E2\u0082x",
        "half a surrogate pair, \u00ED\u00A0\u0080",
        "a surrogate pair in six bytes, \u00ED\u00A0\u00BD\u00ED\u00B8\u0080",
        "beyond U+10FFFF, \u00F4\u0090\u0080\u0080",
        "Windows-1251, \u00CF\u00EE\u00E4\u00E0\u00F0\u00EE\u00EA"
    })
    void bytesThatAreNotUtf8(String what, String bytes) {
        assertThat(odd('"' + bytes + '"').reason()).as(what).isEqualTo(BYTES);
        assertThat(odd("{\"" + bytes + "\":1}").reason()).as(what).isEqualTo(BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "007", "\"\n\"", "\"\\x\""})
    void whatOnlyLooksLikeJson(String value) {
        assertThat(odd(value).reason()).isEqualTo("not JSON");
    }

    @Test
    void rawTextIsWhatCameAndWhatPostgresTakes() {
        assertThat(odd("\"\u00FF\0\"").raw()).isEqualTo("{\"x\":\"\uFFFD\uFFFD\",\"id\":\"7\"}");
        assertThat(odd("9".repeat(100_000)).raw()).hasSize(1 << 16).startsWith("{\"x\":999");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":7,\"x\":NaN}|7",
                "{\"x\":NaN,\"id\":\"7\"}|7",
                "{\"id\":7.0,\"x\":NaN,\"y\":{\"id\":8}}|7",
                "{\"id\":6,\"x\":NaN,\"id\":7}|7",
                "{\"id\":7,\"x\":NaN,\"id\":null}|",
                "{\"id\":1e99999999999}|",
                "{\"id\":NaN}|",
                "{\"y\":{\"id\":8},\"x\":NaN}|",
                "[{\"id\":8},NaN]|",
                "NaN|"
            })
    void idIsKeptWhereItAloneIsReadable(String row, Long id) {
        TypePage page = page(row, "{\"count\":3}");
        assertThat(page.unreadable())
                .singleElement()
                .satisfies(unreadable ->
                        assertThat(unreadable.id()).isEqualTo(id == null ? OptionalLong.empty() : OptionalLong.of(id)));
    }

    @Test
    void lastOfTwoEqualKeysWins() {
        TypePage page = page(
                "{\"id\":1,\"title\":\"A\",\"x\":{\"a\":1},\"title\":\"B\",\"x\":{\"b\":2},\"id\":7}", "{\"count\":3}");
        assertThat(page.rows().get(1).body()).isEqualTo("{\"id\":7,\"title\":\"B\",\"x\":{\"b\":2}}");
    }

    @Test
    void byteOrderMarkBeforeTheEnvelopeIsNoPartOfIt() {
        String body = "{\"success\":true,\"data\":[{\"id\":1,\"title\":\"\u00D0\u009F\"}],\"meta\":{\"count\":1}}";
        assertThat(read("\u00EF\u00BB\u00BF" + body).rows().getFirst().title()).isEqualTo("П");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"success\":true,\"data\":[{\"id\":1}],\"meta\":{\"count\":1,\"x\":\"\u00FF\"}}",
                "{\"success\":true,\"data\":[{\"id\":1}],\"meta\":{\"count\":1},\"\u00FF\":1}",
                "{\"success\":true,\"data\":[{\"id\":1}],\"meta\":{\"count\":1e99999999999}}",
                "{\"success\":true,\"data\":[{\"id\":1}],\"meta\":{\"count\":1,\"x\":NaN}}",
                "{\"success\":true,\"data\":[{\"id\":1}]\u00FF,\"meta\":{\"count\":1}}",
                "{\"success\":true,\"data\":[{\"id\":1},\u00FF],\"meta\":{\"count\":1}}",
                "{\"success\":true,\"data\":[{\"id\":1},],\"meta\":{\"count\":1}}",
                "{\"success\":true,\"data\":[{\"id\":1},{\"id\":2],\"meta\":{\"count\":1}}",
                "{\"success\":true,\"data\":[{\"id\":1}],\"meta\":{\"count\":1}}\u00FF",
                "{\"success\":true,\"data\":[{\"id\":1}],\"meta\":{\"count\":1}}{}",
                "{\"success\":true,\"data\":[{\"id\":1}],\"data\":null,\"meta\":{\"count\":1}}",
                "\u00EF\u00BB{\"success\":true,\"data\":[{\"id\":1}],\"meta\":{\"count\":1}}"
            })
    void damagedEnvelopeIsAFailureAndNeverAPage(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(Ambiguous.class);
    }

    @Test
    void answerInAnotherEncodingIsAFailure() {
        byte[] body = "{\"success\":true,\"data\":[],\"meta\":{\"count\":0}}".getBytes(StandardCharsets.UTF_16);
        assertThatThrownBy(() -> Answer.page(Kind.CERTIFICATE_TYPE, Responses.received(Responses.ok(body))))
                .isInstanceOf(Ambiguous.class);
    }

    @Test
    void rowsOfTheLastDataCount() {
        TypePage page =
                read("{\"data\":[{\"id\":1},7],\"success\":true,\"d\\u0061ta\":[{\"id\":2}],\"meta\":{\"count\":1}}");
        assertThat(page.rows()).extracting(TypePayload::id).containsExactly(2L);
        assertThat(page.unreadable()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "1", "\"1\"", "\"true\""})
    void successIsReadInAllItsSpellings(String success) {
        assertThat(read("{\"success\":%s,\"data\":[],\"meta\":{\"count\":0}}".formatted(success))
                        .size())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "0", "\"0\"", "\"false\"", "\"\"", "\"yes\"", "null", "[true]"})
    void whatIsNoSuccessIsNone(String success) {
        assertThatThrownBy(() -> read("{\"success\":%s,\"data\":[],\"meta\":{\"count\":0}}".formatted(success)))
                .isInstanceOf(Ambiguous.class);
    }

    /** The row that such a value makes unreadable, between two that it must not touch. */
    private static UnreadableRow odd(String value) {
        TypePage page = page("{\"x\":%s,\"id\":\"7\"}".formatted(value), "{\"total_count\":250}");
        assertThat(page.rows()).extracting(TypePayload::id).containsExactly(1L, 2L);
        assertThat(page.total()).isEqualTo(250);
        assertThat(page.unreadable()).hasSize(1);
        assertThat(page.unreadable().getFirst().id()).hasValue(7);
        return page.unreadable().getFirst();
    }

    private static TypePage page(String row, String meta) {
        return read("{\"success\":true,\"data\":[{\"id\":1}, %s ,{\"id\":2}],\"meta\":%s}".formatted(row, meta));
    }

    private static TypePage read(String bytes) {
        return Answer.page(
                Kind.CERTIFICATE_TYPE, Responses.received(Responses.ok(bytes.getBytes(StandardCharsets.ISO_8859_1))));
    }
}
