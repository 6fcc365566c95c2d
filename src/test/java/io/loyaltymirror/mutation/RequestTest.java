package io.loyaltymirror.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.ChainId;
import io.loyaltymirror.mutation.Change.By;
import io.loyaltymirror.upstream.TypePayload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The documented request against the documented answer, which is no echo of it. */
class RequestTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ObjectNode request;
    private ObjectNode row;

    @BeforeEach
    void documented() throws IOException {
        request = Till.request("Gift Certificate 1000");
        row = (ObjectNode) JSON.readTree(Files.readString(
                        Path.of("src/test/resources/io/loyaltymirror/upstream/certificate_type_create_response.json")))
                .get("data");
    }

    private boolean isShown() {
        return Request.of(request.toString()).isShownBy(payload());
    }

    private TypePayload payload() {
        return new TypePayload(1, row.path("title").asText(), row.toString(), "", "");
    }

    @Test
    void documentedAnswerShowsTheDocumentedRequest() {
        assertThat(isShown()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "balance, 1000.01",
        "is_multi, false",
        "item_type_id, 1",
        "balance_edit_type_id, 2",
        "is_allow_empty_code, true",
        "salon_ids, []",
        "service_ids, [1]",
        "expiration_type_id, 0",
        "title, '\"Other\"'",
        "balance, null",
    })
    void anotherValueOfACoreFieldDoesNot(String field, String value) throws IOException {
        row.set(field, JSON.readTree(value));
        assertThat(isShown()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "balance, 1000.00",
        "salon_ids, '[720441, 720441]'",
        "online_sale_title, '\"Other\"'",
        "expiration_date, '\"2026\"'",
        "category_id, 7",
        "released_total, 9",
    })
    void whatUpstreamSpellsOtherwiseOrMakesItselfDoes(String field, String value) throws IOException {
        row.set(field, JSON.readTree(value));
        assertThat(isShown()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'Rosé & Co', 'Rosé &amp; Co'",
        "'Rose\u0301', 'Ros\u00e9'",
        "'  Spa   Day ', 'Spa Day'",
        "'Spa\u00a0Day', 'Spa Day'",
        "'\"Spa\"', '&quot;Spa&#34;'",
        "'a<b', 'a&#x3c;b'",
    })
    void spellingsOfATitleAreOne(String one, String other) {
        assertThat(Titles.normalised(unescaped(one))).isEqualTo(Titles.normalised(unescaped(other)));
    }

    private static String unescaped(String text) {
        return text;
    }

    @ParameterizedTest
    @CsvSource({"Spa, spa", "'Spa Day', SpaDay", "'A &unknown; B', 'A B'", "'&#99999999;', ''"})
    void otherTitlesAreOthers(String one, String other) {
        assertThat(Titles.normalised(one)).isNotEqualTo(Titles.normalised(other));
    }

    private String fingerprint(JsonNode body, long chain) {
        By by = new By("till", Optional.empty());
        return Request.fingerprint(Change.create(new ChainId(chain), by, body.toString()));
    }

    @Test
    void fingerprintIsOfWhatIsAskedForAndNotOfItsSpelling() throws IOException {
        String one = fingerprint(request, 7);
        JsonNode spelled = JSON.readTree(request.toString().replace("\"balance\":1000", "\"balance\":1000.0"));
        assertThat(fingerprint(spelled, 7)).isEqualTo(one);
        assertThat(fingerprint(request, 8)).isNotEqualTo(one);
        assertThat(fingerprint(request.deepCopy().put("unknown", 1), 7)).isNotEqualTo(one);
        By by = new By("till", Optional.empty());
        assertThat(Request.fingerprint(Change.update(new ChainId(7), 1, by, request.toString())))
                .isNotEqualTo(one);
        assertThat(Request.fingerprint(Change.archive(new ChainId(7), 1, by, true)))
                .isNotEqualTo(Request.fingerprint(Change.archive(new ChainId(7), 1, by, false)));
    }
}
