package io.loyaltymirror.sync;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A 401 stops all scans, is told to operators, and heals when upstream accepts the credential again. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class RefusedCredentialTest {

    private static final String DUE = "UPDATE chain_kind SET next_due_at = mirror_now() - interval '1 s'";

    Mirror mirror;

    @BeforeEach
    void passwordWasChanged() {
        mirror.awaitFirstSync();
        mirror.sandbox().requests().clear();
        mirror.sandbox()
                .settings(mirror.sandbox()
                        .settings()
                        .with(JsonNodeFactory.instance.objectNode().put("user_token", "another")));
    }

    @AfterEach
    void allIsWell() {
        mirror.sandbox().reset();
        mirror.sync(Mirror.SMALL, "certificate_type");
        assertThat(gauge()).isEqualTo("0.0");
    }

    private static String gauge() {
        String metrics = given().port(9001).get("/q/metrics").asString();
        return metrics.lines()
                .filter(line -> line.startsWith("mirror_upstream_credential_refused "))
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void dueChainsRestAndTheGaugeSaysWhy() throws InterruptedException {
        mirror.database().execute(DUE);
        await().untilAsserted(() -> assertThat(gauge()).isEqualTo("1.0"));
        long asked = mirror.sandbox().requests().count();
        assertThat(asked).as("those under way stop too").isLessThan(10);
        mirror.database().execute(DUE);
        Thread.sleep(3_000);
        assertThat(mirror.sandbox().requests().count()).as("three ticks later").isEqualTo(asked);
    }

    @Test
    void rowsStayAndTheChainIsNotPutOffForIt() {
        JsonPath run = mirror.sync(Mirror.SMALL, "certificate_type");
        assertThat(run.getString("outcome")).isEqualTo("FAILED");
        mirror.request()
                .get("/api/v1/chain/706029/loyalty/certificate_types")
                .then()
                .statusCode(200);
        assertThat(
                        mirror.database()
                                .number(
                                        "SELECT failures FROM chain_kind WHERE chain_id = 706029 AND kind = 'certificate_type'"))
                .isZero();
    }
}
