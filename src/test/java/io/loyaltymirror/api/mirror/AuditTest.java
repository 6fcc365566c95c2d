package io.loyaltymirror.api.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who did what, when, why: written down before it is done. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class AuditTest {

    Mirror mirror;

    @BeforeEach
    void mirrorIsFilled() {
        mirror.awaitFirstSync();
    }

    private ValidatableResponse newest(String key, long chain) {
        return mirror.as(key)
                .get("/mirror/v1/audit?limit=1&chain={chain}", chain)
                .then()
                .statusCode(200);
    }

    /** Waits while the run before it gives the chain back. */
    private int sync(String reason) {
        return await().until(
                        () -> mirror.as("operator")
                                .queryParam("kind", "membership_type")
                                .queryParam("reason", reason)
                                .post("/mirror/v1/chains/{chain}/sync", Mirror.EMPTY)
                                .statusCode(),
                        status -> status != 409);
    }

    @Test
    void whatIsDoneIsWrittenDownWithWhoAndWhy() {
        assertThat(sync(" new prices ")).isEqualTo(202);
        newest("operator", Mirror.EMPTY)
                .body("[0].caller", is("operator"))
                .body("[0].action", is("sync"))
                .body("[0].target", is("chain 720441"))
                .body("[0].chain_id", is(720441))
                .body("[0].reason", is("new prices"))
                .body("[0].status", is(202))
                .body("[0].at", notNullValue());
    }

    @Test
    void whatIsRefusedIsWrittenDownToo() {
        mirror.sync(Mirror.SMALL, "certificate_type");
        int run = mirror.request()
                .get("/mirror/v1/runs?limit=1&chain={chain}", Mirror.SMALL)
                .path("[0].id");
        mirror.as("operator")
                .contentType("application/json")
                .body("{\"reason\": \"it is so\"}")
                .post("/mirror/v1/runs/{run}/release", run)
                .then()
                .statusCode(409);
        newest("operator", Mirror.SMALL)
                .body("[0].action", is("release"))
                .body("[0].target", is("run " + run))
                .body("[0].reason", is("it is so"))
                .body("[0].status", is(409));
    }

    @Test
    void reasonThatCannotBeKeptIsRefusedAndNothingDone() {
        long before = mirror.database().number("SELECT count(*) FROM audit");
        assertThat(sync("x".repeat(501))).isEqualTo(400);
        assertThat(sync("  ")).isEqualTo(400);
        assertThat(mirror.database().number("SELECT count(*) FROM audit")).isEqualTo(before);
    }

    @Test
    void nothingIsDoneThatCannotBeWrittenDown() {
        long before = mirror.database().number("SELECT count(*) FROM sync_run");
        mirror.database().execute("ALTER TABLE audit RENAME TO audit_away");
        try {
            assertThat(sync("new prices")).isEqualTo(500);
        } finally {
            mirror.database().execute("ALTER TABLE audit_away RENAME TO audit");
        }
        assertThat(mirror.database().number("SELECT count(*) FROM sync_run")).isEqualTo(before);
    }

    @Test
    void operatorSeesWhatIsAboutHisChains() {
        assertThat(sync("one")).isEqualTo(202);
        mirror.as("small").post("/mirror/v1/chains/{chain}/sync?kind=membership_type", Mirror.SMALL);
        mirror.as("small")
                .get("/mirror/v1/audit")
                .then()
                .statusCode(200)
                .body("chain_id", everyItem(is(706029)))
                .body("[0].caller", is("small"))
                .body("[0].reason", nullValue());
        mirror.as("small")
                .get("/mirror/v1/audit?chain={chain}", Mirror.EMPTY)
                .then()
                .statusCode(404);
        mirror.as("reader").get("/mirror/v1/audit").then().statusCode(403);
    }
}
