package io.loyaltymirror.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.sandbox.CannedAnswer;
import io.loyaltymirror.sandbox.Fault;
import io.loyaltymirror.sandbox.SocketDamage;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Membership types are archived and brought back through the mirror, by the documented form of the call. */
@QuarkusTest
@TestProfile(QuickMutations.class)
class ArchiveTest extends OwnTill {

    private long id;

    @BeforeEach
    void open() {
        open(804, 0, 4);
        id = till.memberships().ids().getFirst();
        put(false);
    }

    private void put(boolean archived) {
        till.memberships().change(id, row -> row.put("is_archived", archived));
        mirror.sync(804, "membership_type");
        mirror.sandbox().requests().clear();
    }

    private boolean isArchived() {
        return till.memberships().find(id).orElseThrow().path("is_archived").asBoolean();
    }

    private void assertArchived(Response answer, boolean archived) {
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.asString()).isEmpty();
        assertThat(isArchived()).isEqualTo(archived);
        Response served = mirror.request().get("/api/v1/chain/804/loyalty/abonement_types/{id}", id);
        assertThat(served.jsonPath().getBoolean("data.is_archived")).isEqualTo(archived);
        assertThat(served.header("Mirror-Generation")).isEqualTo(answer.header("Mirror-Generation"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void archivedOrBroughtBackIsServedAtOnce(boolean archived) {
        put(!archived);
        assertArchived(till.archive(null, id, archived), archived);
        assertThat(till.sent("GET")).as("before and after").isEqualTo(2);
        assertThat(till.sent("PATCH")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsSoAlreadyIsNotAskedFor(boolean archived) {
        put(archived);
        assertArchived(till.archive(null, id, archived), archived);
        assertThat(till.sent("PATCH")).isZero();
    }

    @Test
    void whatIsSoAlreadyButNotInTheMirrorIsThereToo() {
        till.memberships().change(id, row -> row.put("is_archived", true));
        assertArchived(till.archive(null, id, true), true);
    }

    @Test
    void upstreamMayAnswer200AndABodyOrNone() {
        next("PATCH", Fault.of(CannedAnswer.of(200).with(form("success"))).afterEffect());
        assertArchived(till.archive(null, id, true), true);
        next("PATCH", Fault.of(CannedAnswer.of(200).with(form("empty"))).afterEffect());
        assertArchived(till.archive(null, id, false), false);
    }

    private static com.fasterxml.jackson.databind.node.ObjectNode form(String form) {
        return com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
                .objectNode()
                .put("form", form);
    }

    @Test
    void lostAnswerIsLookedAtAndNotDoneIsSentAgain() {
        next("PATCH", Fault.of(SocketDamage.CLOSE).afterEffect());
        assertArchived(till.archive(null, id, true), true);
        assertThat(till.sent("PATCH")).isEqualTo(1);
        next("PATCH", Fault.of(SocketDamage.CLOSE).beforeEffect());
        assertArchived(till.archive(null, id, false), false);
        assertThat(till.sent("PATCH")).isEqualTo(3);
    }

    /** Upstream says yes and goes on showing what was before. */
    @Test
    void archiveThatDoesNotShowIsFoundOutLater() {
        for (int i = 0; i < 3; i++) {
            next("PATCH", Fault.of(CannedAnswer.of(204)).beforeEffect());
        }
        Response answer = till.archive("k1", id, true);
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(till.state(answer)).isEqualTo("UNKNOWN");
        till.memberships().change(id, row -> row.put("is_archived", true));
        till.later(Duration.ofSeconds(3));
        assertThat(till.state(answer)).isEqualTo("ADOPTED");
        assertArchived(till.archive("k1", id, true), true);
    }

    /** Upstream's backend does not check whose the type is. */
    @Test
    void typeOfAnotherChainIsNotTouched() {
        till.memberships().change(id, row -> row.put("salon_group_id", 805));
        Response answer = till.archive(null, id, true);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(till.sent("PATCH")).isZero();
        assertThat(isArchived()).isFalse();
    }

    @Test
    void unknownTypeIsNotThere() {
        Response answer = till.archive(null, 4_711, true);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(till.sent("PATCH")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"is_archived\":1}", "{\"is_archived\":\"1\"}", "[]", ""})
    void bodyWithoutTheWantedStateIsRefused(String body) {
        Response answer =
                mirror.request().body(body).patch("/api/v1/chain/804/loyalty/abonement_types/{id}/archive", id);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(mirror.sandbox().requests().all()).isEmpty();
    }
}
