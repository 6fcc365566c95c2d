package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loyaltymirror.Kind;
import io.loyaltymirror.upstream.UpstreamFailure.Ambiguous;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {

    private static final String DOCUMENTED = Responses.resource("certificate_type_create_response.json");

    @Test
    void documentedExampleIsRead() {
        TypePayload type = single(289056, DOCUMENTED);

        assertThat(type.id()).isEqualTo(289056);
        assertThat(type.title()).isEqualTo("Gift Certificate 1000");
        assertThat(type.contentHash()).matches("[0-9a-f]{64}").isNotEqualTo(type.definitionHash());
    }

    @Test
    void documentedExampleIsStoredFieldForField() {
        String body = single(289056, DOCUMENTED).body();
        assertThat(Rows.json(body))
                .isEqualTo(Rows.json(Rows.json(DOCUMENTED).path("data").toString()));
        assertThat(DOCUMENTED).contains(body);
    }

    @Test
    void pageHasTheReadableRowsTheOthersAndTheTotal() {
        TypePage page = page("[{\"id\":2},{\"id\":\"1\"},{\"id\":0},7]", "{\"total_count\":250}");

        assertThat(page.rows()).extracting(TypePayload::id).containsExactly(2L, 1L);
        assertThat(page.unreadable()).extracting(UnreadableRow::raw).containsExactly("{\"id\":0}", "7");
        assertThat(page.total()).isEqualTo(250);
        assertThat(page.size()).isEqualTo(4);
    }

    @Test
    void emptyListIsAPageWhereItSaysSoItself() {
        TypePage page = page("[]", "{\"total_count\":0}");
        assertThat(page.size()).isZero();
        assertThat(page.total()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"total_count\":25}",
                "{\"total_count\":\"25\"}",
                "{\"total_count\":25.0}",
                "{\"count\":25}",
                "{\"count\":\"25\"}",
                "{\"total_count\":null,\"count\":25}",
                "{\"total_count\":25,\"count\":1}"
            })
    void totalIsReadInAllItsSpellings(String meta) {
        assertThat(page("[{\"id\":1}]", meta).total()).isEqualTo(25);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "null",
                "{\"total_count\":null}",
                "{\"total_count\":\"\"}",
                "[25]",
                "25",
                "{\"count\":18446744073709551616}"
            })
    void listWithoutATotalIsAFailureAndNeverAPage(String meta) {
        assertThatThrownBy(() -> page("[{\"id\":1}]", meta))
                .isInstanceOf(Ambiguous.class)
                .hasMessage("a list without a total");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "{\"0\":{\"id\":1}}", "\"\"", "1"})
    void listWithoutAnArrayIsAFailureAndNeverAnEmptyPage(String data) {
        assertThatThrownBy(() -> page(data, "{\"total_count\":0}"))
                .isInstanceOf(Ambiguous.class)
                .hasMessage("a list without an array of rows");
    }

    @Test
    void listThatLacksItsDataIsAFailure() {
        var response = Responses.ok("{\"success\":true,\"meta\":{\"total_count\":0}}");
        assertThatThrownBy(() -> Answer.page(Kind.CERTIFICATE_TYPE, Responses.received(response)))
                .isInstanceOf(Ambiguous.class);
    }

    @Test
    void anotherTypeThanTheOneAskedForIsAFailure() {
        assertThatThrownBy(() -> single(289057, DOCUMENTED))
                .isInstanceOf(Ambiguous.class)
                .hasMessage("another type than the one asked for");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "{}", "[{\"id\":1}]", "{\"id\":1,\"title\":\"\\u0000\"}"})
    void singleTypeThatCannotBeReadIsAFailure(String data) {
        assertThatThrownBy(() -> single(1, "{\"success\":true,\"data\":%s,\"meta\":[]}".formatted(data)))
                .isInstanceOf(Ambiguous.class);
    }

    @Test
    void numbersAreExactFromTheFirstByteOn() {
        TypePage page =
                page("[{\"id\":1,\"balance\":12345678901234567.89,\"online_sale_price\":1499.90}]", "{\"count\":1}");
        assertThat(page.rows().getFirst().body())
                .isEqualTo("{\"id\":1,\"balance\":12345678901234567.89,\"online_sale_price\":1499.90}");
    }

    private static TypePage page(String data, String meta) {
        String body = "{\"success\":true,\"data\":%s,\"meta\":%s}".formatted(data, meta);
        return Answer.page(Kind.CERTIFICATE_TYPE, Responses.received(Responses.ok(body)));
    }

    private static TypePayload single(long id, String body) {
        return Answer.type(Kind.CERTIFICATE_TYPE, id, Responses.received(Responses.ok(body)))
                .type();
    }
}
