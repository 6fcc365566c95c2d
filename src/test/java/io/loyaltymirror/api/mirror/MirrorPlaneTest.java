package io.loyaltymirror.api.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class MirrorPlaneTest {

    Mirror mirror;

    @BeforeEach
    void mirrorIsFilled() {
        mirror.awaitFirstSync();
    }

    @AfterEach
    void sandboxAsItWas() {
        mirror.sandbox().reset();
    }

    private ValidatableResponse get(String path) {
        return mirror.request().get(path).then();
    }

    @Test
    void chainsTellHowFreshEachKindIs() {
        get("/mirror/v1/chains").statusCode(200).body("id", hasItems(706028, 706029, 720441));
        get("/mirror/v1/chains/706028")
                .statusCode(200)
                .body("id", is(706028))
                .body("enabled", is(true))
                .body("kinds.kind", contains("certificate_type", "membership_type"))
                .body("kinds.as_of", everyItem(notNullValue()))
                .body("kinds.age_s", everyItem(greaterThanOrEqualTo(0)))
                .body("kinds.next_due_at", everyItem(notNullValue()))
                .body("kinds.failures", everyItem(is(0)))
                .body("kinds.last_run.outcome", everyItem(is("COMPLETE")))
                .body("kinds.last_run.finished_at", everyItem(notNullValue()))
                .body("kinds.hold", everyItem(nullValue()))
                .body("kinds.suspects", everyItem(is(0)));
    }

    @Test
    void chainNamesTheProcessThatReadsIt() {
        mirror.sandbox().settings(mirror.sandbox().settings().withLatency(700));
        mirror.startSync(Mirror.SMALL, "certificate_type");
        get("/mirror/v1/chains/706029").body("lease_owner", notNullValue()).body("lease_until", notNullValue());
        mirror.sandbox().reset();
        mirror.sync(Mirror.SMALL);
        await().untilAsserted(() -> get("/mirror/v1/chains/706029").body("lease_owner", nullValue()));
    }

    @Test
    void syncIsAcceptedWithTheAddressOfItsRun() {
        String location = mirror.startSync(Mirror.SMALL, "certificate_type");
        assertThat(location).contains("/mirror/v1/runs/");
        JsonPath run = mirror.sync(Mirror.SMALL, "certificate_type");
        assertThat(run.getString("outcome")).isEqualTo("COMPLETE");
        assertThat(run.getInt("fetched")).isEqualTo(12);
        assertThat(run.getInt("unchanged")).isEqualTo(12);
    }

    @Test
    void runUnderWayIsGivenToTheSecondWhoAsks() {
        mirror.sandbox().settings(mirror.sandbox().settings().withLatency(700));
        String first = mirror.startSync(Mirror.SMALL, "certificate_type");
        mirror.request()
                .post("/mirror/v1/chains/706029/sync")
                .then()
                .statusCode(202)
                .header("Location", is(first))
                .body("outcome", nullValue());
        mirror.request()
                .post("/mirror/v1/chains/706029/sync?kind=membership_type")
                .then()
                .statusCode(409)
                .header("Retry-After", notNullValue());
    }

    @Test
    void runsAreListedNewestFirstAndByPages() {
        mirror.sync(Mirror.SMALL);
        ValidatableResponse page = get("/mirror/v1/runs?chain=706029&limit=2").body("", hasSize(2));
        page.body("chain_id", everyItem(is(706029)));
        int last = page.extract().path("[1].id");
        get("/mirror/v1/runs?chain=706029&limit=2&before=" + last).body("id", everyItem(lessThan(last)));
    }

    @Test
    void runHasItsWholeAccount() {
        int id = get("/mirror/v1/runs?limit=1").extract().path("[0].id");
        get("/mirror/v1/runs/" + id)
                .statusCode(200)
                .body(
                        "keySet()",
                        hasItems(
                                "outcome",
                                "reason",
                                "started_at",
                                "finished_at",
                                "fetched",
                                "new",
                                "changed",
                                "unchanged",
                                "duplicate",
                                "superseded",
                                "quarantined",
                                "attempts",
                                "requests"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/mirror/v1/chains/404",
                "/mirror/v1/chains/x",
                "/mirror/v1/runs/999999999",
                "/mirror/v1/x",
                "/elsewhere"
            })
    void whatIsNotThereIsAProblem(String path) {
        get(path)
                .statusCode(404)
                .contentType("application/problem+json")
                .body("status", is(404))
                .body("title", is("Not Found"))
                .body("detail", notNullValue());
    }

    @ParameterizedTest
    @CsvSource({"limit=0,limit", "limit=101,limit", "limit=x,limit", "before=-1,before", "chain=y,chain"})
    void badParameterIsNamed(String query, String name) {
        get("/mirror/v1/runs?" + query)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors", hasKey(name))
                .body("detail", containsString(name));
    }

    @Test
    void unknownKindIsRefusedAndStartsNothing() {
        long runs = mirror.database().number("SELECT count(*) FROM sync_run");
        mirror.request()
                .post("/mirror/v1/chains/706029/sync?kind=loans")
                .then()
                .statusCode(400)
                .body("errors.kind", hasItem(containsString("certificate_type")));
        assertThat(mirror.database().number("SELECT count(*) FROM sync_run")).isEqualTo(runs);
    }

    @Test
    void chainThatIsNotEnabledIsNotRead() {
        mirror.database().execute("INSERT INTO chain (id, enabled) VALUES (6, false)");
        mirror.request().post("/mirror/v1/chains/6/sync").then().statusCode(409);
        mirror.database().execute("DELETE FROM chain WHERE id = 6");
    }

    @Test
    void openApiDescribesBothPlanes() {
        mirror.request()
                .accept("application/json")
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body("paths", hasKey("/api/v1/chain/{chain}/loyalty/certificate_types"))
                .body("paths", hasKey("/api/v1/chain/{chain}/loyalty/abonement_types/{id}"))
                .body("paths", hasKey("/mirror/v1/chains/{id}/sync"))
                .body("paths", hasKey("/mirror/v1/runs/{id}"))
                .body("paths", hasKey("/mirror/v1/holds"))
                .body("paths.'/mirror/v1/runs/{id}/release'.post.responses", hasKey("409"))
                .body("components.schemas.ReleaseRequest.required", contains("reason"))
                .body("components.schemas.Envelope.properties.keySet()", contains("success", "data", "meta"))
                .body("components.schemas", not(hasKey("Buffer")));
    }
}
