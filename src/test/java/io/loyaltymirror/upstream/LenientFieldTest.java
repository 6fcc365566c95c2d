package io.loyaltymirror.upstream;

import static io.loyaltymirror.upstream.KnownFields.FieldType.BOOLEAN;
import static io.loyaltymirror.upstream.KnownFields.FieldType.INTEGER;
import static io.loyaltymirror.upstream.KnownFields.FieldType.INTEGERS;
import static io.loyaltymirror.upstream.KnownFields.FieldType.NUMBER;
import static io.loyaltymirror.upstream.KnownFields.FieldType.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.upstream.KnownFields.FieldType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LenientFieldTest {

    @ParameterizedTest
    @ValueSource(strings = {"12", "12.0", "12.00", "1.2e1", "\"12\"", "\"12.0\""})
    void wholeNumberIsReadInAllItsSpellings(String value) {
        assertThat(read(INTEGER, value)).isEqualTo("12");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"12.5", "\"12.5\"", "\"\"", "\" 12\"", "\"1e3\"", "\"twelve\"", "null", "true", "[12]", "{}"})
    void whatIsNoWholeNumberStaysAsItCame(String value) {
        assertThat(read(INTEGER, value)).isEqualTo(value);
    }

    @Test
    void wholeNumberBeyondAllBoundsStaysAsItCame() {
        assertThat(read(INTEGER, "1e100000")).isEqualTo("1E+100000");
    }

    @Test
    void idsKeepAllTheirDigits() {
        assertThat(read(INTEGER, "\"9223372036854775807\"")).isEqualTo("9223372036854775807");
        assertThat(read(INTEGER, "9223372036854775808")).isEqualTo("9223372036854775808");
    }

    @Test
    void moneyKeepsAllItsDigitsAndItsZeroes() {
        assertThat(read(NUMBER, "12345678901234567.89")).isEqualTo("12345678901234567.89");
        assertThat(read(NUMBER, "\"12345678901234567.89\"")).isEqualTo("12345678901234567.89");
        assertThat(read(NUMBER, "1499.90")).isEqualTo("1499.90");
        assertThat(read(NUMBER, "\"-0.10\"")).isEqualTo("-0.10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"1 499.90\"", "\"1,5\"", "\".5\"", "\"NaN\"", "null", "false", "[]"})
    void whatIsNoNumberStaysAsItCame(String value) {
        assertThat(read(NUMBER, value)).isEqualTo(value);
    }

    @Test
    void textThatWouldMakeAnInsaneNumberStaysText() {
        String digits = '"' + "9".repeat(101) + '"';
        assertThat(read(NUMBER, digits)).isEqualTo(digits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "1", "\"1\"", "\"true\""})
    void truthIsReadInAllItsSpellings(String value) {
        assertThat(read(BOOLEAN, value)).isEqualTo("true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "0", "\"0\"", "\"false\""})
    void untruthIsReadInAllItsSpellings(String value) {
        assertThat(read(BOOLEAN, value)).isEqualTo("false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "\"\"", "\"yes\"", "null", "{}", "[true]"})
    void whatIsNoBooleanStaysAsItCame(String value) {
        assertThat(read(BOOLEAN, value)).isEqualTo(value);
    }

    @Test
    void numberWhereATextBelongsBecomesText() {
        assertThat(read(TEXT, "1000")).isEqualTo("\"1000\"");
        assertThat(read(TEXT, "10.50")).isEqualTo("\"10.50\"");
        assertThat(read(TEXT, "null")).isEqualTo("null");
    }

    @Test
    void idsInAListAreReadOneByOne() {
        assertThat(read(INTEGERS, "[\"12\",3.0,7,null,\"x\"]")).isEqualTo("[12,3,7,null,\"x\"]");
        assertThat(read(INTEGERS, "\"12,13\"")).isEqualTo("\"12,13\"");
        assertThat(read(INTEGERS, "null")).isEqualTo("null");
    }

    private static String read(FieldType type, String value) {
        return LenientField.read(type, Rows.json(value)).toString();
    }
}
