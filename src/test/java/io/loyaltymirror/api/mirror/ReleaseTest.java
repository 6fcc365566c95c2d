package io.loyaltymirror.api.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.loyaltymirror.sandbox.TypeRows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator sees of a held run, and what the release of it does. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class ReleaseTest {

    private static final String KIND = "certificate_type";
    private static final String REASON = "{\"reason\": \"Spring sale is over\"}";

    Mirror mirror;

    private List<Integer> lost;

    @BeforeEach
    void mirrorIsFilled() {
        mirror.awaitFirstSync();
    }

    @AfterEach
    void everythingIsThereAgain() {
        mirror.sandbox().reset();
        mirror.sync(Mirror.SMALL, KIND);
    }

    /** Six of twelve vanish: more than five. */
    private long held() {
        TypeRows types = mirror.sandbox().chains().get(Mirror.SMALL).certificateTypes();
        lost = types.ids().stream().sorted().limit(6).map(Long::intValue).toList();
        lost.forEach(types::delete);
        var run = mirror.sync(Mirror.SMALL, KIND);
        assertThat(run.getString("outcome")).isEqualTo("HELD");
        return run.getLong("id");
    }

    private ValidatableResponse get(String path) {
        return mirror.request().get(path).then().statusCode(200);
    }

    private ValidatableResponse release(String key, long run, String body) {
        return mirror.as(key)
                .contentType("application/json")
                .body(body)
                .post("/mirror/v1/runs/{run}/release", run)
                .then();
    }

    @Test
    void heldRunShowsWhatItHolds() {
        long run = held();
        get("/mirror/v1/runs/" + run)
                .body("outcome", is("HELD"))
                .body("hold.run_id", is((int) run))
                .body("hold.types", is(6))
                .body("hold.ids", is(lost))
                .body("hold.opened_at", notNullValue())
                .body("hold.released_at", nullValue())
                .body("hold.closed_at", nullValue());
        get("/mirror/v1/chains/706029")
                .body("kinds[0].hold.run_id", is((int) run))
                .body("kinds[0].hold.types", is(6))
                .body("kinds[0].suspects", is(0))
                .body("kinds[0].last_run.id", is((int) run))
                .body("kinds[0].last_run.outcome", is("HELD"))
                .body("kinds[0].last_run.reason", containsString("6 absent types"))
                .body("kinds[1].hold", nullValue());
        get("/mirror/v1/holds?chain=706029&open=true").body("run_id", contains((int) run));
    }

    @Test
    void laterRunThatIsHeldShowsTheSameHold() {
        long first = held();
        var second = mirror.sync(Mirror.SMALL, KIND);
        assertThat(second.getString("outcome")).isEqualTo("HELD");
        get("/mirror/v1/runs/" + second.getLong("id")).body("hold.run_id", is((int) first));
    }

    @Test
    void releaseIsRecordedAndLetsTheLadderGoOn() {
        long run = held();
        release("operator", run, REASON)
                .statusCode(200)
                .body("run_id", is((int) run))
                .body("types", is(6))
                .body("released_by", is("operator"))
                .body("released_at", notNullValue())
                .body("reason", is("Spring sale is over"));
        get("/mirror/v1/runs/" + run).body("hold.reason", is("Spring sale is over"));
        get("/mirror/v1/holds?chain=706029&open=true").body("", hasSize(0));
        get("/mirror/v1/holds?chain=706029&open=false").body("run_id", hasItem((int) run));
        assertThat(mirror.sync(Mirror.SMALL, KIND).getString("outcome")).isEqualTo("COMPLETE");
        get("/mirror/v1/chains/706029").body("kinds[0].suspects", is(6)).body("kinds[0].hold", nullValue());
    }

    @Test
    void secondReleaseFindsNothing() {
        long run = held();
        release("operator", run, REASON).statusCode(200);
        release("operator", run, REASON).statusCode(409).body("detail", containsString("Nothing is held"));
    }

    @Test
    void typesThatAreSeenAgainCloseTheHold() {
        long run = held();
        everythingIsThereAgain();
        get("/mirror/v1/runs/" + run).body("hold.types", is(0)).body("hold.closed_at", notNullValue());
        get("/mirror/v1/holds?open=true").body("run_id", not(hasItem((int) run)));
        release("operator", run, REASON).statusCode(409);
    }

    @Test
    void runThatHeldNothingHasNoHoldAndIsNotReleased() {
        long run = mirror.sync(Mirror.SMALL, KIND).getLong("id");
        get("/mirror/v1/runs/" + run).body("hold", nullValue());
        release("operator", run, REASON).statusCode(409).contentType("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "\"reason\"",
                "{\"reason\": null}",
                "{\"reason\": 5}",
                "{\"reason\": \"\"}",
                "{\"reason\": \" \\n\"}",
                "{\"reason\": \"a\\u0000b\"}",
                "{\"reason\": \"a\\ud800b\"}"
            })
    void releaseWithoutAProperReasonNamesTheField(String body) {
        release("operator", 1, body)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors.reason", hasItem(containsString("must ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "reason", "{\"reason\": ", "{\"reason\": \"a\"} x"})
    void releaseWithoutJsonIsABadRequest(String body) {
        release("operator", 1, body).statusCode(400).contentType("application/problem+json");
    }

    @Test
    void reasonHasItsLimit() {
        release("operator", 999_999_999, "{\"reason\": \"" + "ä".repeat(501) + "\"}")
                .statusCode(400)
                .body("errors.reason", hasItem(containsString("500")));
        // Good enough to look for the run.
        release("operator", 999_999_999, "{\"reason\": \"" + "ä".repeat(500) + "\"}")
                .statusCode(404);
    }

    @Test
    void largeBodyIsRefused() {
        release("operator", 1, "{\"reason\": \"" + "a".repeat(7_000) + "\"}")
                .statusCode(413)
                .contentType("application/problem+json");
        // As long as it may be spelt.
        release("operator", 999_999_999, "{\"reason\": \"" + "\\ud83d\\ude00".repeat(500) + "\"}")
                .statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"open=yes", "chain=x", "limit=101", "before=0"})
    void badParameterOfHoldsIsNamed(String query) {
        mirror.request()
                .get("/mirror/v1/holds?" + query)
                .then()
                .statusCode(400)
                .body("errors." + query.substring(0, query.indexOf('=')), hasSize(1));
    }
}
