package io.loyaltymirror.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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

    @Test
    void fieldThatIsWrongIsNamedAndNothingLeaves() {
        ObjectNode request = Till.request("Gift").put("balance", -1);
        ((ObjectNode) request.get("expiration")).remove("type_id");
        Response answer = till.create(null, request);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getBoolean("success")).isFalse();
        assertThat(answer.jsonPath().getMap("meta.errors")).containsOnlyKeys("balance", "expiration.type_id");
        assertThat(till.rowsOfLedger()).isZero();
        assertThat(mirror.sandbox().requests().all()).isEmpty();
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
        CannedAnswer refusal =
                CannedAnswer.of(422).with(JsonNodeFactory.instance.objectNode().put("message", "No such service"));
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

    /** PostgreSQL has no place for U+0000, wherever it comes from. */
    @Test
    void refusalInWordsThatCannotBeStoredIsARefusal() {
        CannedAnswer refusal =
                CannedAnswer.of(422).with(JsonNodeFactory.instance.objectNode().put("message", "a\u0000b"));
        mirror.sandbox().faults().next(Fault.of(refusal).on("POST", "/801/"));
        Response answer = till.create("k1", "Gift");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(till.state(answer)).isEqualTo("REJECTED");
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
