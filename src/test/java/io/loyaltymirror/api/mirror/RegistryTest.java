package io.loyaltymirror.api.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.loyaltymirror.harness.RegisteredChain;
import io.loyaltymirror.mirror.Chains;
import io.loyaltymirror.sandbox.SandboxSettings;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Chains that come, pause, go and come back while the service runs. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class RegistryTest {

    private static final long ID = 61;
    private static final String TYPES = "certificate_types";

    Mirror mirror;

    @Inject
    Chains chains;

    private RegisteredChain chain;

    @BeforeEach
    void chain() {
        chain = RegisteredChain.add(mirror, ID, 12, 3);
    }

    @AfterEach
    void noChain() {
        mirror.sandbox().settings(SandboxSettings.documented().withRates(0, 0));
        chain.forget();
    }

    private int syncStatus() {
        return mirror.request()
                .post("/mirror/v1/chains/{id}/sync?kind=certificate_type", ID)
                .statusCode();
    }

    @Test
    void addedChainIsReadAndServed() {
        assertThat(chain.list(TYPES).jsonPath().getInt("meta.total_count")).isEqualTo(12);
        assertThat(chain.list("abonement_types").statusCode()).isEqualTo(200);
        mirror.request().get("/mirror/v1/chains").then().body("id", hasItem((int) ID));
    }

    @Test
    void whatIsNotSaidStaysAsItIs() {
        chain.put("{\"title\": \" Nord \", \"reason\": \"x\"}")
                .then()
                .statusCode(200)
                .body("title", is("Nord"))
                .body("sync_every_s", is(604800))
                .body("enabled", is(true));
        chain.put("{\"title\": null, \"sync_every_s\": null, \"reason\": \"x\"}")
                .then()
                .statusCode(200)
                .body("title", nullValue())
                .body("sync_every_s", nullValue());
    }

    @Test
    void shorterIntervalCountsFromNow() {
        String due = "SELECT count(*) FROM chain_kind WHERE chain_id = " + ID
                + " AND next_due_at < mirror_now() + interval '61 minutes'";
        assertThat(mirror.database().number(due)).isZero();
        chain.put("{\"sync_every_s\": 3000, \"reason\": \"x\"}").then().statusCode(200);
        assertThat(mirror.database().number(due)).isEqualTo(2);
        chain.put(RegisteredChain.SELDOM).then().statusCode(200);
        mirror.database()
                .execute("UPDATE chain_kind SET next_due_at = mirror_now() + interval '5 days' WHERE chain_id = 61");
        chain.put("{\"sync_every_s\": null, \"reason\": \"x\"}").then().statusCode(200);
        assertThat(mirror.database().number(due)).as("the configured one").isEqualTo(2);
    }

    @Test
    void pausedChainIsServedAndNotRead() {
        chain.put("{\"enabled\": false, \"reason\": \"x\"}")
                .then()
                .statusCode(200)
                .body("enabled", is(false));
        assertThat(chain.list(TYPES).statusCode()).isEqualTo(200);
        assertThat(syncStatus()).isEqualTo(409);
        chain.put("{\"enabled\": true, \"reason\": \"x\"}").then().statusCode(200);
        assertThat(syncStatus()).isEqualTo(202);
        chain.awaitRead();
    }

    @Test
    void removedChainIsAsUnknownAsOneThatNeverWas() {
        assertThat(chain.delete("sold").statusCode()).isEqualTo(204);
        assertThat(chain.list(TYPES).statusCode()).isEqualTo(404);
        assertThat(syncStatus()).isEqualTo(404);
        mirror.request().get("/mirror/v1/chains").then().body("id", not(hasItem((int) ID)));
        mirror.request().get("/mirror/v1/chains/{id}", ID).then().statusCode(404);
        mirror.request()
                .get("/mirror/v1/chains/{id}/changes?after=1.0", ID)
                .then()
                .statusCode(404);
        mirror.request()
                .get("/mirror/v1/chains/{id}/certificate-types?as_of=2026-01-01T00:00:00Z", ID)
                .then()
                .statusCode(404);
        mirror.request()
                .contentType("application/json")
                .body("{}")
                .delete("/api/v1/chain/{id}/loyalty/certificate_types/1", ID)
                .then()
                .statusCode(404);
        assertThat(chain.delete("sold").statusCode()).isEqualTo(404);
        assertThat(mirror.database().number("SELECT count(*) FROM certificate_type WHERE chain_id = " + ID))
                .as("what is stored stays")
                .isEqualTo(12);
    }

    /** The configuration adds what is not known; what somebody removed he removed. */
    @Test
    void restartDoesNotBringBackWhatWasRemoved() {
        assertThat(chain.delete("sold").statusCode()).isEqualTo(204);
        chains.register(List.of(new ChainId(ID))).await().atMost(Duration.ofSeconds(5));
        assertThat(chain.list(TYPES).statusCode()).isEqualTo(404);
    }

    @Test
    void chainThatComesBackHasANewEpochAndIsUnreadUntilItWasRead() {
        String before = chain.generation();
        assertThat(chain.delete("sold").statusCode()).isEqualTo(204);
        chain.certificates().change(chain.certificates().ids().getFirst(), row -> row.put("title", "New"));
        mirror.sandbox().settings(mirror.sandbox().settings().withLatency(300));
        assertThat(chain.put(RegisteredChain.SELDOM).statusCode()).isEqualTo(201);
        assertThat(chain.list(TYPES).statusCode()).as("not before it was read").isEqualTo(503);
        chain.awaitRead();
        assertThat(before).startsWith("1.");
        assertThat(chain.generation()).isEqualTo("2." + (Long.parseLong(before.substring(2)) + 1));
        assertThat(chain.list(TYPES).jsonPath().getList("data.title")).contains("New");
        mirror.request()
                .get("/mirror/v1/chains/{id}/changes?after={after}", ID, before)
                .then()
                .statusCode(410);
        assertThat(chain.delete("again").statusCode()).isEqualTo(204);
    }

    /** A pause of the time before is not meant now, and an absence of then is none in a row with those that come. */
    @Test
    void chainThatComesBackIsNeitherPausedNorSuspected() {
        mirror.database()
                .execute("UPDATE certificate_type SET state = 'SUSPECT', absences = 1, absent_since = mirror_now()"
                        + " WHERE chain_id = 61");
        mirror.database()
                .execute("INSERT INTO hold (chain_id, kind, run_id, ids, opened_at)"
                        + " VALUES (61, 'certificate_type', 1, '{1}', mirror_now())");
        chain.put("{\"enabled\": false, \"reason\": \"x\"}").then().statusCode(200);
        assertThat(chain.delete("away").statusCode()).isEqualTo(204);
        chain.put("{\"reason\": \"x\"}").then().statusCode(201).body("enabled", is(true));
        assertThat(mirror.database()
                        .number("SELECT count(*) FROM certificate_type WHERE chain_id = 61 AND state = 'LIVE'"))
                .isEqualTo(12);
        assertThat(mirror.database().number("SELECT count(*) FROM hold WHERE chain_id = 61 AND closed_at IS NULL"))
                .isZero();
        chain.awaitRead();
        assertThat(chain.list(TYPES).statusCode()).isEqualTo(200);
    }

    /** Who reads it just then publishes nothing more. */
    @Test
    void scanUnderWayIsFencedOff() {
        chain.certificates().change(chain.certificates().ids().getFirst(), row -> row.put("title", "Late"));
        mirror.sandbox().settings(mirror.sandbox().settings().withLatency(500));
        String run = mirror.startSync(ID, "certificate_type");
        assertThat(chain.delete("sold").statusCode()).isEqualTo(204);
        await().until(() -> mirror.run(run).getString("outcome") != null);
        assertThat(mirror.run(run).getString("outcome")).isEqualTo("FENCED");
        assertThat(mirror.database().number("SELECT count(*) FROM certificate_type WHERE title = 'Late'"))
                .isZero();
    }

    @Test
    void operatorOfAnotherChainChangesNothing() {
        mirror.as("small")
                .contentType("application/json")
                .body("{\"enabled\": false, \"reason\": \"x\"}")
                .put("/mirror/v1/chains/{id}", ID)
                .then()
                .statusCode(404);
        mirror.as("small").delete("/mirror/v1/chains/{id}?reason=x", ID).then().statusCode(404);
        mirror.request()
                .get("/mirror/v1/chains/{id}", ID)
                .then()
                .statusCode(200)
                .body("enabled", is(true));
    }

    @Test
    void everyStepIsWrittenDown() {
        chain.put("{\"title\": \"Nord\", \"enabled\": false, \"sync_every_s\": 60, \"reason\": \"too much\"}");
        chain.delete("sold");
        mirror.request()
                .get("/mirror/v1/audit?chain={id}&limit=2", ID)
                .then()
                .body("[0].action", is("remove"))
                .body("[0].reason", is("sold"))
                .body("[0].status", is(204))
                .body("[1].action", is("put title=\"Nord\" enabled=false sync_every_s=60"))
                .body("[1].target", is("chain 61"))
                .body("[1].caller", is("all"))
                .body("[1].reason", is("too much"))
                .body("[1].status", is(200));
    }
}
