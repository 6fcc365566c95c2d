package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnreadableRowTest {

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "\"\"", "\"abc\"", "null", "true", "[1]", "{}", "9223372036854775808"})
    void rowWithoutAUsableIdIsNotReadable(String id) {
        UnreadableRow row = Rows.unreadable("{\"id\":%s,\"title\":\"A\"}".formatted(id));
        assertThat(row.id()).isEmpty();
        assertThat(row.reason()).isEqualTo("no id between 1 and 2^63-1");
        assertThat(row.raw()).isEqualTo("{\"id\":%s,\"title\":\"A\"}".formatted(id));
    }

    @Test
    void rowWithoutAnIdAtAllIsNotReadable() {
        assertThat(Rows.unreadable("{\"title\":\"A\"}").reason()).isEqualTo("no id between 1 and 2^63-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "\"7\"", "true", "[]", "[{\"id\":7}]"})
    void rowThatIsNoObjectIsNotReadable(String raw) {
        UnreadableRow row = Rows.unreadable(raw);
        assertThat(row).isEqualTo(new UnreadableRow(OptionalLong.empty(), "not an object", raw));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"title\":\"a\\u0000b\"",
                "\"unknown\":{\"deep\":[\"\\u0000\"]}",
                "\"na\\u0000me\":1",
                "\"unknown\":{\"na\\u0000me\":1}"
            })
    void zeroCharacterAnywhereIsNotReadableAndTheIdIsKept(String field) {
        assertUnreadable(field, "U+0000 in a text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"title\":\"\\ud83c\"",
                "\"title\":\"\\ud83cx\"",
                "\"title\":\"\\udf81\"",
                "\"title\":\"\\udf81\\ud83c\"",
                "\"title\":\"\\ud83c\\ud83c\\udf81\"",
                "\"\\udf81\":1"
            })
    void loneSurrogateIsNotReadableAndTheIdIsKept(String field) {
        assertUnreadable(field, "half a surrogate pair in a text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e100000", "1e-100000", "-1e100000", "[{\"x\":1e100000}]"})
    void insaneNumberAnywhereIsNotReadableAndTheIdIsKept(String number) {
        assertUnreadable("\"unknown\":" + number, "a number beyond all bounds");
        assertUnreadable("\"balance\":" + number, "a number beyond all bounds");
    }

    @Test
    void insaneNumberAsTheIdIsNotReadable() {
        UnreadableRow row = Rows.unreadable("{\"id\":1e100000}");
        assertThat(row.id()).isEmpty();
        assertThat(row.reason()).isEqualTo("a number beyond all bounds");
    }

    @Test
    void deepNestingIsNotReadableAndTheIdIsKept() {
        assertUnreadable("\"unknown\":" + "[".repeat(900) + "]".repeat(900), "nested deeper than 64");
    }

    @Test
    void rowThatIsTooLargeIsNotReadableAndItsTextIsCut() {
        UnreadableRow row = Rows.unreadable("{\"id\":\"7\",\"title\":\"%s\"}".formatted("x".repeat(1 << 20)));
        assertThat(row.id()).hasValue(7);
        assertThat(row.reason()).isEqualTo("larger than 1048576 characters");
        assertThat(row.raw()).hasSize(1 << 16).startsWith("{\"id\":\"7\",\"title\":\"xxx");
    }

    @Test
    void reasonHoldsNothingOfTheContent() {
        assertThat(Rows.unreadable("{\"id\":\"secret\"}").reason()).doesNotContain("secret");
        assertThat(Rows.unreadable(TextNode.valueOf("secret\0")).reason()).doesNotContain("secret");
    }

    private static void assertUnreadable(String field, String reason) {
        UnreadableRow row = Rows.unreadable("{%s,\"id\":\"7\"}".formatted(field));
        assertThat(row.id()).hasValue(7);
        assertThat(row.reason()).isEqualTo(reason);
        assertThat(row.raw()).startsWith("{").endsWith("\"id\":\"7\"}");
    }
}
