package io.loyaltymirror.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.loyaltymirror.sandbox.CannedAnswer;
import io.loyaltymirror.sandbox.Fault;
import io.loyaltymirror.sandbox.FaultDraw;
import io.loyaltymirror.sandbox.LoggedRequest;
import io.loyaltymirror.sandbox.PageDamage;
import io.loyaltymirror.sandbox.TypeRows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class SyncTest {

    private static final long LONG = 706031;
    private static final String CERTIFICATES = "certificate_type";
    private static final String MEMBERSHIPS = "membership_type";
    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    Mirror mirror;

    @BeforeEach
    void mirrorEqualsUpstream() {
        mirror.awaitFirstSync();
        mirror.sync(Mirror.LARGE);
        mirror.sandbox().requests().clear();
    }

    @AfterEach
    void sandboxAsItWas() {
        mirror.sandbox().reset();
    }

    private TypeRows certificates() {
        return mirror.sandbox().chains().get(Mirror.LARGE).certificateTypes();
    }

    private JsonNode mirrored(long id) {
        return mirror.request()
                .get("/api/v1/chain/706028/loyalty/certificate_types/{id}", id)
                .then()
                .statusCode(200)
                .extract()
                .response()
                .as(JsonNode.class)
                .path("data");
    }

    private String generation() {
        return mirror.request().get("/mirror/v1/chains/706028").path("generation");
    }

    @Test
    void everyRowIsMirroredByValue() throws IOException {
        for (long id : certificates().ids()) {
            String body = mirror.database()
                    .text("SELECT body::text FROM certificate_type WHERE chain_id = 706028 AND id = " + id);
            assertThat(EXACT.readTree(body))
                    .isEqualTo(
                            EXACT.readTree(certificates().find(id).orElseThrow().toString()));
        }
        assertThat(mirror.database().number("SELECT count(*) FROM certificate_type WHERE chain_id = 706028"))
                .isEqualTo(585);
    }

    @Test
    void quietSyncAsksForEachPageOnce() {
        JsonPath certificates = mirror.sync(Mirror.LARGE, CERTIFICATES);
        JsonPath memberships = mirror.sync(Mirror.LARGE, MEMBERSHIPS);
        assertThat(requests("certificate_types")).hasSize(6).doesNotHaveDuplicates();
        assertThat(requests("abonement_types"))
                .hasSize(2)
                .anyMatch(q -> q.contains("is_archived=0"))
                .anyMatch(q -> q.contains("is_archived=1"));
        assertThat(certificates.getInt("requests")).isEqualTo(6);
        assertThat(memberships.getInt("requests")).isEqualTo(2);
    }

    private List<String> requests(String path) {
        return mirror.sandbox().requests().all().stream()
                .filter(request -> request.path().endsWith(path))
                .map(LoggedRequest::query)
                .toList();
    }

    @Test
    void quietSyncWritesNoRowVersionAndKeepsTheGeneration() {
        String generation = generation();
        String versions = versions();
        JsonPath run = mirror.sync(Mirror.LARGE, CERTIFICATES);
        assertThat(run.getInt("unchanged")).isEqualTo(585);
        assertThat(versions()).isEqualTo(versions);
        assertThat(generation()).isEqualTo(generation);
    }

    /** Which transaction wrote each row, and where it lies. */
    private String versions() {
        return mirror.database()
                .text("SELECT md5(string_agg(xmin || ctid::text, ',' ORDER BY chain_id, id)) FROM certificate_type");
    }

    @Test
    void changeUpstreamShowsAfterTheNextRunInANewGeneration() {
        String generation = generation();
        long id = certificates().ids().getFirst();
        certificates().change(id, row -> row.put("title", "Renamed").put("balance", 7));
        JsonPath run = mirror.sync(Mirror.LARGE, CERTIFICATES);
        assertThat(run.getInt("changed")).isEqualTo(1);
        assertThat(run.getInt("unchanged")).isEqualTo(584);
        assertThat(mirrored(id).path("title").asText()).isEqualTo("Renamed");
        assertThat(mirrored(id).path("balance").asInt()).isEqualTo(7);
        assertThat(generation()).isNotEqualTo(generation);
    }

    @Test
    void rowThatIsAbsentUpstreamIsLeftAlone() {
        long id = certificates().ids().getLast();
        certificates().delete(id);
        JsonPath run = mirror.sync(Mirror.LARGE, CERTIFICATES);
        assertThat(run.getString("outcome")).isEqualTo("COMPLETE");
        assertThat(run.getInt("fetched")).isEqualTo(584);
        assertThat(mirrored(id).path("id").asLong()).isEqualTo(id);
    }

    @Test
    void listThatMovesWhileItIsReadIsReadAgain() {
        String run = startOverAListThatMoves();
        await().atMost(Duration.ofSeconds(10)).until(() -> mirror.run(run).get("outcome") != null);
        JsonPath account = mirror.run(run);
        assertThat(account.getString("outcome")).isEqualTo("COMPLETE");
        assertThat(account.getInt("attempts")).isEqualTo(2);
        assertThat(account.getInt("fetched")).isEqualTo(701);
        assertThat(account.getInt("new")).isEqualTo(116);
        assertThat(requests("certificate_types")).hasSize(7 + 8);
    }

    @Test
    void runThatFailsInItsSecondReadingSaysThatItReadTwice() {
        String run = startOverAListThatMoves();
        await().until(() -> requests("certificate_types").size() == 7);
        mirror.sandbox().faults().random(new FaultDraw(100, 1, List.of(Fault.of(CannedAnswer.of(403)))));
        await().atMost(Duration.ofSeconds(10)).until(() -> mirror.run(run).get("outcome") != null);
        assertThat(mirror.run(run).getString("outcome")).isEqualTo("FAILED");
        assertThat(mirror.run(run).getInt("attempts")).isEqualTo(2);
    }

    /** The mirror knows of 6 pages and asks for them at once; of the seventh it learns later, when the list has moved. */
    private String startOverAListThatMoves() {
        insert(900_000, 115);
        mirror.sandbox().settings(mirror.sandbox().settings().withLatency(500));
        String run = mirror.startSync(Mirror.LARGE, CERTIFICATES);
        await().until(() -> requests("certificate_types").size() == 6);
        insert(990_000, 1);
        return run;
    }

    private void insert(long firstId, int rows) {
        ObjectNode row = certificates().find(certificates().ids().getFirst()).orElseThrow();
        for (long id = firstId; id < firstId + rows; id++) {
            certificates().put(id, row.deepCopy().put("id", id));
        }
    }

    @Test
    void refusedCredentialIsAFailedRunNeverAnEmptyMirror() {
        mirror.sandbox()
                .settings(mirror.sandbox()
                        .settings()
                        .with(EXACT.createObjectNode().put("user_token", "other")));
        JsonPath run = mirror.sync(Mirror.LARGE, CERTIFICATES);
        assertThat(run.getString("outcome")).isEqualTo("FAILED");
        assertThat(run.getString("reason"))
                .isNotBlank()
                .doesNotContain("sandbox-user")
                .doesNotContain("sandbox-partner");
        mirror.request()
                .get("/api/v1/chain/706028/loyalty/certificate_types")
                .then()
                .statusCode(200);
        assertThat(requests("certificate_types"))
                .as("asking again gives the same answer")
                .hasSizeLessThan(7);
    }

    /** An upstream that does not look at the page's number would otherwise be asked for a list's length of the same. */
    @Test
    void pageThatComesAgainEndsTheReading() {
        mirror.sandbox().chains().make(LONG, 5_000, 0);
        mirror.database().execute("INSERT INTO chain (id) VALUES (706031)");
        mirror.database()
                .execute("INSERT INTO chain_kind (chain_id, kind, next_due_at)"
                        + " VALUES (706031, 'certificate_type', mirror_now() + interval '1 h')");
        mirror.sandbox().faults().random(new FaultDraw(100, 1, List.of(Fault.of(PageDamage.PAGE_IGNORED))));
        JsonPath run = mirror.sync(LONG, CERTIFICATES);
        assertThat(run.getString("outcome")).isEqualTo("PARTIAL");
        assertThat(run.getInt("attempts")).isEqualTo(3);
        assertThat(run.getInt("requests")).as("of 50 pages, three times").isLessThan(60);
        for (String table : List.of("chain", "chain_kind", "certificate_type", "change")) {
            String key = table.equals("chain") ? "id" : "chain_id";
            mirror.database().execute("DELETE FROM " + table + " WHERE " + key + " = 706031");
        }
    }
}
