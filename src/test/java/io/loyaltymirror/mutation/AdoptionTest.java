package io.loyaltymirror.mutation;

import static io.restassured.http.ContentType.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of a create whose answer did not come: which of the types that are there is taken for it, and which not. */
@QuarkusTest
@TestProfile(QuickMutations.class)
class AdoptionTest extends OwnTill {

    @BeforeEach
    void open() {
        open(808, 3, 0);
    }

    @Test
    void oneThatFitsInPartIsForAPersonToDecide() {
        Response answer = createWith(vain());
        ObjectNode other = till.rows().find(till.rows().ids().getFirst()).orElseThrow();
        till.rows().put(990_001, other.put("id", 990_001).put("title", "Gift").put("balance", 7));
        till.later(Duration.ofSeconds(3));
        assertThat(till.state(answer)).isEqualTo("CONFLICT");
        assertThat(till.create("k2", "Gift").statusCode()).isEqualTo(409);
        assertThat(resolve(answer, "{\"decision\":\"adopted\",\"reason\":\"seen it\"}")
                        .statusCode())
                .as("which type")
                .isEqualTo(400);
        assertThat(resolve(answer, "{\"decision\":\"adopted\",\"type_id\":1,\"reason\":\"seen it\"}")
                        .statusCode())
                .as("upstream has none such")
                .isEqualTo(409);
        Response resolved = resolve(answer, "{\"decision\":\"adopted\",\"type_id\":990001,\"reason\":\"seen it\"}");
        assertThat(resolved.statusCode()).isEqualTo(200);
        assertThat(resolved.jsonPath().getString("state")).isEqualTo("ADOPTED");
        assertThat(resolved.jsonPath().getString("resolved_by")).isEqualTo("all: seen it");
        assertThat(till.create("k1", "Gift").jsonPath().getLong("data.id")).isEqualTo(990_001);
        assertThat(resolve(answer, "{\"decision\":\"absent\",\"reason\":\"no\"}")
                        .statusCode())
                .isEqualTo(409);
    }

    private Response resolve(Response answer, String decision) {
        return mirror.request().contentType(JSON).body(decision).post(answer.header("Location") + "/resolve");
    }

    @Test
    void decidedToBeAbsentItMayBeTriedAgainAndNotWhileItMayStillCome() {
        Response answer = createWith(vain());
        String absent = "{\"decision\":\"absent\",\"reason\":\"looked\"}";
        assertThat(resolve(answer, absent).statusCode()).isEqualTo(409);
        till.later(SETTLED);
        assertThat(resolve(answer, absent).statusCode()).isEqualTo(200);
        assertThat(till.create("k1", "Gift").statusCode()).isEqualTo(200);
        assertThat(till.titled("Gift")).hasSize(1);
    }

    /** It may be ours: calling ours absent would make another. */
    @Test
    void oneThatCannotBeReadIsForAPersonToDecide() {
        Response answer = createWith(lost());
        till.rows().change(till.titled("Gift").getFirst(), row -> row.put("balance_text", "a\u0000b"));
        assertConflictOnceSettled(answer);
    }

    @Test
    void oneThatCameAndIsGoneIsForAPersonToDecide() {
        Response answer = createWith(lost());
        mirror.sync(808, "certificate_type");
        till.rows().delete(till.titled("Gift").getFirst());
        assertConflictOnceSettled(answer);
    }

    private void assertConflictOnceSettled(Response answer) {
        till.later(Duration.ofSeconds(3));
        assertThat(till.state(answer)).isEqualTo("UNKNOWN");
        till.later(SETTLED);
        mirror.sync(808, "certificate_type");
        till.later(SETTLED);
        assertThat(till.state(answer)).isEqualTo("CONFLICT");
    }

    private void assertNotAdopted(Response answer) {
        assertThat(till.titled("Gift")).hasSize(1);
        till.later(Duration.ofSeconds(3));
        assertThat(till.state(answer)).isEqualTo("UNKNOWN");
    }

    private ObjectNode made(String key, String title) {
        long id = till.create(key, title).jsonPath().getLong("data.id");
        return till.rows().find(id).orElseThrow();
    }

    /** Somebody made it in Altegio's own pages a moment before, and no scan has seen it. */
    @Test
    void whatWasThereRightBeforeIsNotAdopted() {
        ObjectNode like = made("k0", "Other");
        till.rows().put(990_002, like.put("id", 990_002).put("title", "Gift"));
        assertNotAdopted(createWith(vain()));
    }

    @Test
    void whatTheMirrorHadAndIsCalledSoNowIsNotAdopted() {
        made("k0", "Other");
        mirror.database().execute("DELETE FROM mutation WHERE chain_id = 808");
        Response answer = createWith(vain());
        till.rows().change(till.titled("Other").getFirst(), row -> row.put("title", "Gift"));
        assertNotAdopted(answer);
    }

    @Test
    void whatAnotherCreateMadeIsNotAdopted() {
        Response answer = createWith(vain());
        made("k2", "Other");
        till.rows().change(till.titled("Other").getFirst(), row -> row.put("title", "Gift"));
        assertNotAdopted(answer);
    }
}
