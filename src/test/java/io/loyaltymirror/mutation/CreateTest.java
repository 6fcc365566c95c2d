package io.loyaltymirror.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.sandbox.CannedAnswer;
import io.loyaltymirror.sandbox.Fault;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A certificate type is created through the mirror, with upstream's own answers. */
@QuarkusTest
@TestProfile(QuickMutations.class)
class CreateTest extends OwnTill {

    @BeforeEach
    void open() {
        open(801, 3, 0);
    }

    @Test
    void createdIsAnsweredAsUpstreamMadeItAndServedAtOnce() {
        Response created = till.create(null, "Gift");
        assertThat(created.statusCode()).isEqualTo(200);
        long id = created.jsonPath().getLong("data.id");
        assertThat(till.titled("Gift")).containsExactly(id);
        assertThat(created.jsonPath().getBoolean("success")).isTrue();
        assertThat(created.jsonPath().getString("data.online_sale_title"))
                .as("no echo of the request")
                .isEqualTo("Gift");
        Response served = till.served(id);
        assertThat(served.jsonPath().getMap("data"))
                .isEqualTo(created.jsonPath().getMap("data"));
        assertThat(served.header("Mirror-Generation")).isEqualTo(created.header("Mirror-Generation"));
        assertThat(till.state(created)).isEqualTo("SUCCEEDED");
        assertThat(mirror.database().text("SELECT op || ' ' || cause FROM change WHERE chain_id = 801 AND id = " + id))
                .isEqualTo("CREATED write");
        assertThat(till.sent("POST")).isEqualTo(1);
        assertThat(till.sent("GET")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "title, ' '",
        "balance, '\"1000\"'",
        "balance, -1",
        "is_multi, 1",
        "item_type_id, 5",
        "is_allow_empty_code, null",
        "balance_edit_type_id, 0",
        "service_ids, '[\"a\"]'",
        "salon_ids, null",
        "category_id, '\"x\"'",
        "expiration, 3",
        "online_sale, '[]'",
        "expiration.type_id, 3",
        "expiration.timeout, 0",
        "expiration.timeout_unit_id, 5",
        "online_sale.is_enabled, '\"1\"'",
        "online_sale.price, -0.01",
        "online_sale.title, 5",
    })
    void fieldThatIsWrongIsNamedAndNothingLeaves(String field, String value) throws Exception {
        ObjectNode request = Till.request("Gift");
        String[] path = field.split("\\.");
        ObjectNode holder = path.length == 2 ? (ObjectNode) request.get(path[0]) : request;
        holder.set(
                path[path.length - 1],
                new com.fasterxml.jackson.databind.ObjectMapper().readTree(value.isBlank() ? "\" \"" : value));
        assertRefused(till.create(null, request), field);
        holder.remove(path[path.length - 1]);
        if (!java.util.Set.of("category_id", "online_sale.price", "online_sale.title")
                .contains(field)) {
            assertRefused(till.create(null, request), field);
        }
        assertThat(till.rowsOfLedger()).isZero();
        assertThat(mirror.sandbox().requests().all()).isEmpty();
    }

    private static void assertRefused(Response answer, String field) {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getBoolean("success")).isFalse();
        assertThat(answer.jsonPath().getMap("meta.errors")).containsOnlyKeys(field);
    }

    @Test
    void dateIsNeededWhereTheTypeExpiresAtOne() {
        ObjectNode request = Till.request("Gift");
        ((ObjectNode) request.get("expiration")).put("type_id", 1).put("date", "tomorrow");
        assertRefused(till.create(null, request), "expiration.date");
    }

    @ParameterizedTest
    @CsvSource({"'{'", "'[]'", "''", "'{\"title\":1,\"title\":2}'", "'{\"title\":\"\\u0000\"}'"})
    void bodyThatIsNoObjectIsRefused(String body) {
        Response answer = mirror.request().body(body).post("/api/v1/chain/801/loyalty/certificate_types");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getString("meta.message")).contains("JSON object");
    }

    @Test
    void whatUpstreamRefusesIsRefusedInItsWords() {
        CannedAnswer refusal = CannedAnswer.of(422)
                .with(com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
                        .objectNode()
                        .put("message", "No such service"));
        mirror.sandbox().faults().next(Fault.of(refusal).on("POST", "/801/"));
        Response answer = till.create("k1", "Gift");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.jsonPath().getString("meta.message")).isEqualTo("No such service");
        assertThat(till.state(answer)).isEqualTo("REJECTED");
        Response again = till.create("k1", "Gift");
        assertThat(again.statusCode()).isEqualTo(422);
        assertThat(again.asString()).isEqualTo(answer.asString());
        assertThat(till.sent("POST")).isEqualTo(1);
    }

    @Test
    void sameKeyIsAnsweredTheSame() {
        Response first = till.create("\"till 7\"", "Gift");
        Response second = till.create("\"till 7\"", "Gift");
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.asString()).isEqualTo(first.asString());
        assertThat(second.header("Mirror-Mutation")).isEqualTo(first.header("Mirror-Mutation"));
        assertThat(second.header("Mirror-Generation")).isEqualTo(first.header("Mirror-Generation"));
        assertThat(till.sent("POST")).isEqualTo(1);
    }

    @Test
    void sameKeyOfAnotherRequestIsRefused() {
        till.create("k1", "Gift");
        assertThat(till.create("k1", "Other").statusCode()).isEqualTo(422);
        assertThat(till.titled("Other")).isEmpty();
    }

    /** Altegio's clients have no keys; the change's own id is one, for whoever wants to ask again. */
    @Test
    void idOfAChangeIsItsKeyWhereNoneWasGiven() {
        Response first = till.create(null, "Gift");
        Response second = till.create(first.header("Mirror-Mutation"), "Gift");
        assertThat(second.asString()).isEqualTo(first.asString());
        assertThat(till.titled("Gift")).hasSize(1);
    }

    @Test
    void keyThatIsNoneIsRefused() {
        assertThat(till.create("\"open", "Gift").statusCode()).isEqualTo(400);
        assertThat(till.create("é", "Gift").statusCode()).isEqualTo(400);
        assertThat(till.rowsOfLedger()).isZero();
    }

    @Test
    void sameKeyWhileTheFirstIsUnderWayIsToldSo() {
        till.changeSettings(settings -> settings.withLatency(150));
        CompletableFuture<Response> first = till.creating("k1", "Gift");
        till.awaitSent("GET", 1);
        Response second = till.create("k1", "Gift");
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.header("Retry-After")).isEqualTo("1");
        assertThat(first.join().statusCode()).isEqualTo(200);
        assertThat(till.create("k1", "Gift").asString()).isEqualTo(first.join().asString());
    }

    @Test
    void equalCreatesWithoutAKeyAreOne() {
        till.changeSettings(settings -> settings.withLatency(150));
        CompletableFuture<Response> first = till.creating(null, "Gift");
        till.awaitSent("GET", 1);
        Response second = till.create(null, "Gift");
        assertThat(second.asString()).isEqualTo(first.join().asString());
        assertThat(till.titled("Gift")).hasSize(1);
    }

    @Test
    void equalCreatesWithTwoKeysAreTwoOneAfterTheOther() {
        till.changeSettings(settings -> settings.withLatency(100));
        CompletableFuture<Response> first = till.creating("k1", "Gift");
        CompletableFuture<Response> second = till.creating("k2", "Gift");
        long one = first.join().jsonPath().getLong("data.id");
        long two = second.join().jsonPath().getLong("data.id");
        assertThat(one).isNotEqualTo(two);
        assertThat(till.titled("Gift")).containsExactlyInAnyOrder(one, two);
    }

    @Test
    void unknownChainHasNoTypes() {
        Response answer = mirror.request()
                .contentType("application/json")
                .body(Till.request("Gift").toString())
                .post("/api/v1/chain/4711/loyalty/certificate_types");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(mirror.sandbox().requests().all()).isEmpty();
    }

    @Test
    void whoMayOnlyReadChangesNothing() {
        Response answer = mirror.as("reader")
                .contentType("application/json")
                .body(Till.request("Gift").toString())
                .post("/api/v1/chain/801/loyalty/certificate_types");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(till.rowsOfLedger()).isZero();
    }
}
