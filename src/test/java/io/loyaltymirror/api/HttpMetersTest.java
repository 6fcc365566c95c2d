package io.loyaltymirror.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class HttpMetersTest {

    Mirror mirror;

    private static String metrics() {
        return given().port(9001)
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    @Test
    void addressesThatStrangersMakeUpAreNoLabels() {
        for (String path :
                new String[] {"/api/v1/chain/98765/made/up", "/api/v1/chain/98766/loyalty/certificate_types"}) {
            given().header("Authorization", "Bearer nobody").get(path).then().statusCode(401);
        }
        assertThat(metrics()).contains("status=\"401\",uri=\"UNAUTHORIZED\"").doesNotContain("9876");
    }

    /** Known callers' addresses have their template, whether they are answered or refused. */
    @Test
    void addressesOfKnownCallersAreTemplates() {
        mirror.awaitFirstSync();
        mirror.request()
                .get("/api/v1/chain/" + Mirror.SMALL + "/loyalty/certificate_types/1")
                .then()
                .statusCode(404);
        mirror.request()
                .get("/api/v1/chain/424242/loyalty/certificate_types/1")
                .then()
                .statusCode(404);
        assertThat(metrics())
                .contains("uri=\"/api/v1/chain/{chain}/loyalty/certificate_types/{id}\"")
                .doesNotContain("424242");
    }
}
