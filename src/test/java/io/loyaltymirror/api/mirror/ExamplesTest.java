package io.loyaltymirror.api.mirror;

import static io.loyaltymirror.api.mirror.Examples.assertSame;
import static io.loyaltymirror.api.mirror.Examples.example;
import static io.loyaltymirror.api.mirror.Examples.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Holds the answers against {@code src/docs/examples}: whoever reads them relies on these fields and their
 * types. What an example tells is put into the database first.
 */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class ExamplesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String RUNS = """
            INSERT INTO sync_run (id, chain_id, kind, started_at, finished_at, outcome, reason, fetched, new, changed,
                   unchanged, duplicate, superseded, quarantined, gone, prevented, attempts, requests)
                   OVERRIDING SYSTEM VALUE VALUES
            (64001, 640, 'certificate_type', '2026-11-20T08:00:00Z', '2026-11-20T08:00:03.25Z', 'COMPLETE', NULL,
             585, 2, 3, 577, 1, 1, 1, 1, 1, 2, 14),
            (64002, 640, 'membership_type', '2026-11-20T08:00:04Z', '2026-11-20T08:00:06.5Z', 'PARTIAL',
             'CURRENT_MEMBERSHIP_TYPES: 40 ids were seen of a total of 41', 40, 0, 1, 39, 0, 0, 0, 0, 0, 3, 6),
            (64003, 640, 'certificate_type', '2026-11-20T08:05:00Z', '2026-11-20T08:05:02.75Z', 'HELD',
             '120 absent types are held: too many at once to be believed', 465, 0, 0, 465, 0, 0, 0, 0, 0, 1, 5),
            (64101, 641, 'certificate_type', '2026-11-20T08:00:00Z', '2026-11-20T08:00:30Z', 'FAILED',
             'upstream cannot be reached', 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 4)""";

    /** One is read by another process for ever, the other is not due for long: nothing is read while we look. */
    private static final String CHAINS = """
            INSERT INTO chain (id, title, sync_every_s, generation, lease_owner, lease_until) VALUES
            (640, 'North', 300, 42, '0b7d2f0e-5a55-4c3e-9d0e-3f1f0b0f7a10', '2036-11-20T08:06:00Z'),
            (641, NULL, NULL, 0, NULL, NULL)""";

    private static final String KINDS = """
            INSERT INTO chain_kind (chain_id, kind, as_of, next_due_at, failures) VALUES
            (640, 'certificate_type', '2026-11-20T08:05:00Z', '2036-11-20T08:10:00Z', 0),
            (640, 'membership_type', '2026-11-20T07:55:04Z', '2036-11-20T08:05:04Z', 0),
            (641, 'certificate_type', NULL, '2036-11-20T08:00:00Z', 1),
            (641, 'membership_type', NULL, '2036-11-20T08:00:00Z', 0)""";

    private static final String HOLD = """
            INSERT INTO hold (id, chain_id, kind, run_id, ids, opened_at) OVERRIDING SYSTEM VALUE
            SELECT 6401, 640, 'certificate_type', 64003, array_agg(id), '2026-11-20T08:05:02.7Z'
              FROM generate_series(1000001, 1000120) AS id""";

    Mirror mirror;

    @BeforeEach
    void whatTheExamplesTell() {
        mirror.awaitFirstSync();
        Stream.of(RUNS, CHAINS, KINDS, HOLD).forEach(mirror.database()::execute);
    }

    @AfterEach
    void nothingOfIt() {
        for (String table : List.of("hold", "sync_run", "chain_kind")) {
            mirror.database().execute("DELETE FROM " + table + " WHERE chain_id IN (640, 641)");
        }
        mirror.database().execute("DELETE FROM chain WHERE id IN (640, 641)");
    }

    private JsonNode get(String path) {
        return json(mirror.request().get(path).then().statusCode(200).extract().response());
    }

    private Response release(String key, long run, JsonNode body) {
        return mirror.as(key)
                .contentType("application/json")
                .body(body.toString())
                .post("/mirror/v1/runs/{run}/release", run);
    }

    @ParameterizedTest
    @CsvSource({
        "run-complete, /mirror/v1/runs/64001",
        "run-partial, /mirror/v1/runs/64002",
        "run-held, /mirror/v1/runs/64003",
        "runs, /mirror/v1/runs?chain=640",
        "chain, /mirror/v1/chains/640"
    })
    void answerHasTheShapeOfItsExample(String name, String path) {
        assertSame(name, get(path), example(name));
    }

    /** Other chains are there too. */
    @Test
    void chainsHaveTheShapeOfTheirExample() {
        List<JsonNode> ours = new ArrayList<>();
        get("/mirror/v1/chains").forEach(chain -> {
            if (Set.of(640, 641).contains(chain.path("id").asInt())) {
                ours.add(chain);
            }
        });
        assertSame("chains", JSON.valueToTree(ours), example("chains"));
    }

    @Test
    void releaseAndTheReleasedHoldHaveTheShapeOfTheirExamples() {
        Response answer = release("operator", 64003, example("release-request"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertSame("release", json(answer), example("release"));
        assertThat(json(answer).path("reason"))
                .isEqualTo(example("release-request").path("reason"));
        assertSame("holds", get("/mirror/v1/holds?chain=640"), example("holds"));
    }

    @Test
    void refusalsHaveTheShapeOfTheirExamples() {
        JsonNode request = example("release-request");
        assertProblem("bad-request", release("operator", 64003, JSON.createObjectNode()));
        assertProblem("unauthorized", release("nobody", 64003, request));
        assertProblem("forbidden", release("reader", 64003, request));
        assertProblem("not-found", release("operator", 64999, request));
        assertProblem("conflict", release("operator", 64001, request));
    }

    private static void assertProblem(String name, Response answer) {
        JsonNode example = example("problem-" + name);
        assertThat(answer.statusCode()).isEqualTo(example.path("status").asInt());
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertSame(name, json(answer), example);
    }
}
