package io.loyaltymirror.api.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class AccessTest {

    private static final String SMALL_TYPES = "/api/v1/chain/706029/loyalty/certificate_types";

    Mirror mirror;

    @BeforeEach
    void mirrorIsFilled() {
        mirror.awaitFirstSync();
    }

    @ParameterizedTest
    @ValueSource(strings = {SMALL_TYPES, "/api/v1/nothing", "/api/v1"})
    void dataPlaneWithoutAKeyIs401InTheEnvelope(String path) {
        given().get(path)
                .then()
                .statusCode(401)
                .contentType("application/json")
                .header("WWW-Authenticate", is("Bearer"))
                .body("success", is(false))
                .body("meta.message", notNullValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/mirror/v1/chains", "/mirror/v1/runs/1", "/mirror/v1/holds", "/nothing", "/", "/q/openapi"})
    void everythingElseWithoutAKeyIsA401Problem(String path) {
        given().get(path)
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .body("status", is(401));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Bearer wrong", "Bearer", "Bearer ", "Basic YTpi", "all", "Bearer all all", "Bearer all, Admin x"
            })
    void whatIsNotAKeyOfOursIs401(String header) {
        given().header("Authorization", header)
                .get(SMALL_TYPES)
                .then()
                .statusCode(401)
                .body("success", is(false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer reader", "bearer reader", "Bearer reader, User whatever", "Bearer reader,User x y"})
    void keyIsReadFromBothFormsOfTheHeader(String header) {
        given().header("Authorization", header).get(SMALL_TYPES).then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({
        "reader,   GET,  /mirror/v1/chains,             200",
        "reader,   POST, /mirror/v1/chains/706029/sync, 403",
        "operator, GET,  /mirror/v1/chains,             403",
        "operator, GET,  /mirror/v1/runs,               403",
        "operator, POST, /mirror/v1/chains/720441/sync, 202",
        "operator, GET,  /api/v1/chain/706029/loyalty/certificate_types, 403",
        "operator, GET,  /api/v1/chain/706029/loyalty/abonement_types/1, 403",
        "reader,   GET,  /mirror/v1/holds,              200",
        "operator, GET,  /mirror/v1/holds,              403",
        "operator, GET,  /mirror/v1/chains/706029,      403",
        "small,    POST, /mirror/v1/chains/706028/sync, 404"
    })
    void roleDecides(String key, String method, String path, int status) {
        mirror.as(key).request(method, path).then().statusCode(status);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/chain/%d/loyalty/certificate_types",
        "/api/v1/chain/%d/loyalty/certificate_types/1",
        "/api/v1/chains/%d/loyalty/abonement_types",
        "/api/v1/chains/%d/loyalty/abonement_types/1",
        "/mirror/v1/chains/%d",
        "/mirror/v1/runs?chain=%d",
        "/mirror/v1/holds?chain=%d"
    })
    void foreignChainAnswersLikeAnUnknownOne(String path) {
        ExtractableResponse<Response> foreign = answer(path, 706028);
        ExtractableResponse<Response> unknown = answer(path, 706027);
        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(foreign.asString()).isEqualTo(unknown.asString().replace("706027", "706028"));
    }

    private ExtractableResponse<Response> answer(String path, long chain) {
        return mirror.as("small").get(path.formatted(chain)).then().extract();
    }

    @Test
    void listsShowOnlyTheCallersChains() {
        mirror.as("small").get("/mirror/v1/chains").then().statusCode(200).body("id", contains(706029));
        mirror.as("small").get("/mirror/v1/runs").then().statusCode(200).body("chain_id", everyItem(is(706029)));
    }

    @Test
    void runOfAForeignChainAnswersLikeAnUnknownOne() {
        int foreign =
                mirror.request().get("/mirror/v1/runs?chain=706028&limit=1").path("[0].id");
        mirror.as("small").get("/mirror/v1/runs/" + foreign).then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource({"reader, 403", "operator, 409", "all, 409", "small, 404", "nobody, 401"})
    void roleAndScopeDecideWhoReleases(String key, int status) {
        int foreign =
                mirror.request().get("/mirror/v1/runs?chain=706028&limit=1").path("[0].id");
        release(key, foreign).statusCode(status).contentType("application/problem+json");
    }

    @Test
    void releaseOfAForeignRunAnswersLikeThatOfAnUnknownOne() {
        int foreign =
                mirror.request().get("/mirror/v1/runs?chain=706028&limit=1").path("[0].id");
        String unknown = release("small", 999_999_999).statusCode(404).extract().asString();
        String answer = release("small", foreign).statusCode(404).extract().asString();
        assertThat(answer).isEqualTo(unknown.replace("999999999", Integer.toString(foreign)));
    }

    private ValidatableResponse release(String key, int run) {
        return mirror.as(key)
                .contentType("application/json")
                .body("{\"reason\": \"it is so\"}")
                .post("/mirror/v1/runs/{run}/release", run)
                .then();
    }

    @Test
    void holdsShowOnlyTheCallersChains() {
        mirror.database()
                .execute(
                        "INSERT INTO hold (chain_id, kind, run_id, ids, opened_at)"
                                + " VALUES (706028, 'membership_type', 1, '{1}', now()), (706029, 'membership_type', 1, '{1}', now())");
        try {
            mirror.as("small").get("/mirror/v1/holds").then().statusCode(200).body("chain_id", everyItem(is(706029)));
            mirror.request().get("/mirror/v1/holds?open=true").then().body("chain_id", hasItems(706028, 706029));
        } finally {
            mirror.database().execute("DELETE FROM hold WHERE kind = 'membership_type' AND run_id = 1");
        }
    }
}
