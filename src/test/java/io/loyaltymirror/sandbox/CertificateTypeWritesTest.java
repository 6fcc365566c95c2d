package io.loyaltymirror.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateTypeWritesTest {
    private static final String LIST = "chain/706028/loyalty/certificate_types";
    private static final String ROOT = "chain/720441/loyalty/certificate_types";
    static final String DOCUMENTED = """
            {"title":"Gift Certificate 1000","balance":1000,"is_multi":true,"item_type_id":0,\
            "is_allow_empty_code":false,"category_id":null,"balance_edit_type_id":1,"service_ids":[],\
            "salon_ids":[720441],"expiration":{"type_id":2,"date":"2026-12-31T23:59:59+00:00","timeout":6,\
            "timeout_unit_id":3},"online_sale":{"is_enabled":false,"title":"Gift Certificate",\
            "description":"Perfect gift for any occasion","price":1000}}""";
    private static final String DOCUMENTED_ANSWER = """
            {"success":true,"data":{"id":289056,"title":"Gift Certificate 1000","balance":1000,"is_multi":true,\
            "company_group_id":706028,"category_id":null,"weight":1,"item_type_id":0,"expiration_type_id":2,\
            "expiration_date":null,"expiration_timeout":6,"expiration_timeout_unit_id":3,"balance_edit_type_id":1,\
            "is_allow_empty_code":false,"is_serial_number_limited":false,"is_archived":false,"date_archived":null,\
            "online_sale_is_enabled":false,"online_sale_title":"Gift Certificate 1000","online_sale_description":"",\
            "online_sale_price":0,"online_sale_image":null,"released_total":0,\
            "item_type":{"id":0,"title":"All services and products"},"service_ids":[],"salon_ids":[720441]},"meta":[]}""";

    @RegisterExtension
    static final RunningSandbox SANDBOX = new RunningSandbox();

    @Test
    void documentedCreateGivesTheDocumentedAnswer() {
        var reply = SANDBOX.caller().call("POST", LIST, DOCUMENTED);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo(DOCUMENTED_ANSWER);
    }

    @Test
    void createdTypeIsListedAndIdsGrow() {
        var first =
                SANDBOX.caller().call("POST", ROOT, DOCUMENTED).at("/data/id").longValue();
        var second =
                SANDBOX.caller().call("POST", ROOT, DOCUMENTED).at("/data/id").longValue();
        assertThat(second).isEqualTo(first + 1);
        assertThat(SANDBOX.caller().get(ROOT).ids()).isEqualTo(List.of(first, second));
    }

    @Test
    void enabledSaleAndFixedDateAreKept() {
        var request = DOCUMENTED
                .replace("\"is_enabled\":false", "\"is_enabled\":true")
                .replace("\"price\":1000", "\"price\":1499.90")
                .replace("\"type_id\":2", "\"type_id\":1");
        var reply = SANDBOX.caller().call("POST", ROOT, request);
        assertThat(reply.at("/data/online_sale_title").textValue()).isEqualTo("Gift Certificate");
        assertThat(reply.at("/data/online_sale_price").decimalValue()).isEqualTo(new BigDecimal("1499.90"));
        assertThat(reply.at("/data/expiration_date").textValue()).isEqualTo("2026-12-31T23:59:59+00:00");
        assertThat(reply.at("/data/expiration_timeout").intValue()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"title\":\"Gift Certificate 1000\", | | title",
                "\"balance\":1000 | \"balance\":-1 | balance",
                "\"is_multi\":true | \"is_multi\":\"1\" | is_multi",
                "\"item_type_id\":0 | \"item_type_id\":5 | item_type_id",
                "\"balance_edit_type_id\":1 | \"balance_edit_type_id\":3 | balance_edit_type_id",
                "\"service_ids\":[], | | service_ids",
                "[720441] | [\"a\"] | salon_ids",
                "\"timeout\":6 | \"timeout\":0 | expiration.timeout",
                "\"type_id\":2,\"date\":\"2026-12-31T23:59:59+00:00\" | \"type_id\":1,\"date\":\"soon\" | expiration.date",
                "\"is_enabled\":false, | | online_sale.is_enabled"
            })
    void badFieldIsNamedAndNothingIsCreated(String good, String bad, String field) {
        var request = DOCUMENTED.replace(good, bad == null ? "" : bad);
        assertThat(request).isNotEqualTo(DOCUMENTED);
        var reply = SANDBOX.caller().call("POST", ROOT, request);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.at("/success").booleanValue()).isFalse();
        assertThat(reply.json().at("/meta/errors").fieldNames()).toIterable().containsExactly(field);
        assertThat(SANDBOX.caller().get(ROOT).ids()).isEmpty();
    }

    @Test
    void bodyThatIsNoObjectIs400() {
        assertThat(SANDBOX.caller().call("POST", ROOT, "{\"title\":").status()).isEqualTo(400);
        assertThat(SANDBOX.caller().call("POST", ROOT, "").status()).isEqualTo(400);
    }

    @Test
    void updateReplacesAllButIdentityAndWeight() {
        var id = SANDBOX.caller().call("POST", LIST, DOCUMENTED).at("/data/id").asText();
        SANDBOX.altegio()
                .chains()
                .get(706_028)
                .certificateTypes()
                .change(Long.parseLong(id), row -> row.put("weight", 7));
        var changed = DOCUMENTED.replace("Certificate 1000", "Card").replace("[720441]", "[]");
        var reply = SANDBOX.caller().call("PUT", LIST + "/" + id, changed);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.at("/data/title").textValue()).isEqualTo("Gift Card");
        assertThat(reply.at("/data/online_sale_title").textValue()).isEqualTo("Gift Card");
        assertThat(reply.at("/data/salon_ids").toString()).isEqualTo("[]");
        assertThat(reply.at("/data/weight").intValue()).isEqualTo(7);
        assertThat(SANDBOX.caller().get(LIST + "/" + id)).isEqualTo(reply);
    }

    @Test
    void partialUpdateIsRefused() {
        var id = SANDBOX.caller().call("POST", ROOT, DOCUMENTED).at("/data/id").asText();
        assertThat(SANDBOX.caller()
                        .call("PUT", ROOT + "/" + id, "{\"title\":\"X\"}")
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"PUT", "DELETE"})
    void issuedTypeIsNeitherUpdatedNorDeleted(String method) {
        var rows = SANDBOX.altegio().chains().get(706_028).certificateTypes();
        var id = rows.ids().getFirst();
        rows.change(id, row -> row.put("released_total", 1));
        var reply = SANDBOX.caller().call(method, LIST + "/" + id, DOCUMENTED);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.at("/meta/message").textValue()).contains("already issued");
        assertThat(rows.find(id)).isPresent();
    }

    @Test
    void deletedTypeIsGone() {
        var path = LIST + "/"
                + SANDBOX.caller().call("POST", LIST, DOCUMENTED).at("/data/id").asText();
        assertThat(SANDBOX.caller().call("DELETE", path, "").text())
                .isEqualTo("{\"success\":true,\"data\":null,\"meta\":[]}");
        for (var method : List.of("GET", "PUT", "DELETE")) {
            assertThat(SANDBOX.caller().call(method, path, DOCUMENTED).status()).isEqualTo(404);
        }
        assertThat(SANDBOX.caller().get(LIST).at("/meta/total_count").intValue())
                .isEqualTo(585);
    }
}
