package io.loyaltymirror.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlDoorTest {
    private static final String LIST = "chain/720441/loyalty/certificate_types";
    private static final String ROW = "/sandbox/chains/720441/certificate_types/77";

    @RegisterExtension
    static final RunningSandbox SANDBOX = new RunningSandbox();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"balance\":\"\"",
                "\"item_type_id\":3.0",
                "\"salon_ids\":null",
                "\"id\":\"77\"",
                "\"weight\":\"heavy\"",
                "\"balance\":12345678901234567.89",
                "\"balance\":1499.90",
                "\"balance\":1E+400",
                "\"is_archived\":\"1\"",
                "\"title\":{\"a\":[1]}",
                "\"title\":\"\\u0000\"",
                "\"released_total\":123456789012345678901234567890",
                "\"new_field\":true"
            })
    void oddValueIsServedAsPut(String member) {
        assertThat(put(ROW, "{" + member + "}").status()).isEqualTo(201);
        assertThat(SANDBOX.caller().get(LIST).text()).contains(member).contains("\"total_count\":1");
        assertThat(SANDBOX.caller().get(LIST + "/77").text()).contains(member);
    }

    @Test
    void loneSurrogateIsServedEscaped() {
        put(ROW, "{\"title\":\"a\\ud800b\"}");
        assertThat(SANDBOX.caller().get(LIST).text()).containsIgnoringCase("\"a\\ud800b\"");
    }

    @Test
    void membersGoOverTheRowThatIsThere() {
        put(ROW, "{\"title\":\"One\",\"balance\":5}");
        assertThat(put(ROW, "{\"balance\":6}").status()).isEqualTo(200);
        var row = SANDBOX.caller().get(LIST + "/77").at("/data");
        assertThat(row.get("title").textValue()).isEqualTo("One");
        assertThat(row.get("balance").intValue()).isEqualTo(6);
        assertThat(row.size()).isEqualTo(26);
    }

    @Test
    void wholeRowIsJustWhatWasPut() {
        put(ROW + "?whole=true", "{\"id\":77}");
        assertThat(SANDBOX.caller().get(LIST).at("/data").toString()).isEqualTo("[{\"id\":77}]");
    }

    @Test
    void rowPutByHandKeepsItsIdFromLaterCreates() {
        put("/sandbox/chains/720441/certificate_types/300000", "{}");
        assertThat(SANDBOX.altegio().chains().nextCertificateTypeId()).isEqualTo(300_001);
    }

    @Test
    void changedWeightReordersTheList() {
        var list = "chain/706029/loyalty/certificate_types?page_size=100";
        var ids = SANDBOX.caller().get(list).ids();
        put("/sandbox/chains/706029/certificate_types/" + ids.getLast(), "{\"weight\":0}");
        assertThat(SANDBOX.caller().get(list).ids().getFirst()).isEqualTo(ids.getLast());
    }

    @Test
    void rowIsDeletedBehindTheApisBack() {
        var id =
                SANDBOX.altegio().chains().get(706_029).certificateTypes().ids().getFirst();
        var row = "/sandbox/chains/706029/certificate_types/" + id;
        assertThat(SANDBOX.caller().call("DELETE", row, "").status()).isEqualTo(204);
        assertThat(SANDBOX.caller()
                        .get("chain/706029/loyalty/certificate_types/" + id)
                        .status())
                .isEqualTo(404);
        assertThat(SANDBOX.caller().call("DELETE", row, "").status()).isEqualTo(404);
    }

    @Test
    void membershipTypesArePutAndDeletedTheSameWay() {
        var row = "/sandbox/chains/720441/abonement_types/5";
        assertThat(put(row, "{\"cost\":\"12\"}").status()).isEqualTo(201);
        assertThat(SANDBOX.caller().get("chain/720441/loyalty/abonement_types").text())
                .contains("\"cost\":\"12\"");
        assertThat(SANDBOX.caller().call("DELETE", row, "").status()).isEqualTo(204);
        assertThat(SANDBOX.caller().get("chain/720441/loyalty/abonement_types").ids())
                .isEmpty();
    }

    @Test
    void chainIsMadeAndMadeForeignAgain() {
        var made = SANDBOX.caller()
                .call("POST", "/sandbox/chains/9", "{\"certificate_types\":1000,\"membership_types\":10}");
        assertThat(made.text()).isEqualTo("{\"id\":9,\"certificate_types\":1000,\"membership_types\":10}");
        var list = SANDBOX.caller().get("chain/9/loyalty/certificate_types?page_size=100&page=10");
        assertThat(list.at("/meta/total_count").intValue()).isEqualTo(1000);
        assertThat(list.ids()).hasSize(100);
        assertThat(list.at("/data/0/company_group_id").intValue()).isEqualTo(9);
        assertThat(SANDBOX.caller().call("DELETE", "/sandbox/chains/9", "").status())
                .isEqualTo(204);
        assertThat(SANDBOX.caller().get("chain/9/loyalty/certificate_types").status())
                .isEqualTo(403);
    }

    @Test
    void settingsAreShownAndChanged() {
        var changed =
                SANDBOX.caller().call("PATCH", "/sandbox/settings", "{\"per_second\":7,\"archive_form\":\"client\"}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(SANDBOX.caller().get("/sandbox/settings")).isEqualTo(changed);
        assertThat(SANDBOX.altegio().settings().perSecond()).isEqualTo(7);
        assertThat(changed.at("/archive_form").textValue()).isEqualTo("client");
        assertThat(changed.at("/per_minute").intValue()).isZero();
    }

    @Test
    void resetBringsDataSettingsAndLogBack() {
        var before = SANDBOX.caller().get("chain/706028/loyalty/certificate_types?page_size=100");
        var id = before.ids().getFirst();
        SANDBOX.caller().call("PATCH", "/sandbox/settings", "{\"latency_ms\":1}");
        SANDBOX.caller().call("DELETE", "/sandbox/chains/706028/certificate_types/" + id, "");
        assertThat(SANDBOX.caller().call("POST", "/sandbox/reset", "").status()).isEqualTo(204);
        assertThat(SANDBOX.altegio().requests().count()).isZero();
        assertThat(SANDBOX.altegio().settings().latencyMs()).isZero();
        assertThat(SANDBOX.caller().get("chain/706028/loyalty/certificate_types?page_size=100"))
                .isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "PATCH | /sandbox/settings | {\"speed\":1} | 400 | speed",
                "PATCH | /sandbox/settings | {\"per_second\":-1} | 400 | per_second",
                "PATCH | /sandbox/settings | {\"per_second\":1.5} | 400 | 1.5",
                "PATCH | /sandbox/settings | {\"archive_form\":\"x\"} | 400 | documented",
                "PATCH | /sandbox/settings | [] | 400 | JSON object",
                "PUT | /sandbox/chains/720441/certificate_types/1 | nonsense | 400 | JSON object",
                "PUT | /sandbox/chains/8/certificate_types/1 | {} | 404 | no such chain",
                "POST | /sandbox/chains/8 | {\"certificate_types\":-1} | 400 | certificate_types",
                "POST | /sandbox/chains/8 | {\"rows\":5} | 400 | rows",
                "POST | /sandbox/nothing | {} | 404 | /sandbox/nothing"
            })
    void badControlCallIsExplainedAndChangesNothing(String method, String path, String body, int status, String says) {
        var before = List.of(
                SANDBOX.caller().get("/sandbox/settings"), SANDBOX.caller().get("/sandbox/chains"));
        var reply = SANDBOX.caller().call(method, path, body);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.at("/error").textValue()).contains(says);
        assertThat(List.of(
                        SANDBOX.caller().get("/sandbox/settings"),
                        SANDBOX.caller().get("/sandbox/chains")))
                .isEqualTo(before);
    }

    private static Caller.Reply put(String path, String body) {
        return SANDBOX.caller().call("PUT", path, body);
    }
}
