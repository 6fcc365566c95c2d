package io.loyaltymirror.api.mirror;

import static io.loyaltymirror.api.mirror.Examples.assertSame;
import static io.loyaltymirror.api.mirror.Examples.example;
import static io.loyaltymirror.api.mirror.Examples.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes as {@code src/docs/examples} shows them. What an example tells is put into the database first. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class MutationExamplesTest {

    private static final String ADOPTED = "0f6d3b52-6f0e-4c5e-9a51-5d0b7a9e6401";
    private static final String CONFLICT = "0f6d3b52-6f0e-4c5e-9a51-5d0b7a9e6402";

    private static final String MUTATIONS = """
            INSERT INTO mutation (id, chain_id, kind, operation, type_id, caller, key, fingerprint, slot, request, state,
                   attempt, received_at, lease_until, unknown_at, looks, finished_at, status, answer, message, generation)
            VALUES
            ('%s', 640, 'certificate_type', 'CREATE', 289056, 'till', 'a key', '', 'create 1', '{}', 'ADOPTED', 2,
             '2026-11-20T08:00:00Z', '2026-11-20T08:00:45Z', '2026-11-20T08:00:10.2Z', 1, '2026-11-20T08:00:12.9Z', 200,
             '{}', NULL, '1.43'),
            ('%s', 640, 'certificate_type', 'UPDATE', 289057, 'till', 'another', '', 'certificate_type 289057', '{}',
             'CONFLICT', 1, '2026-11-20T08:01:00Z', '2026-11-20T08:01:45Z', '2026-11-20T08:01:10.2Z', 1, NULL, NULL, NULL,
             'it is neither as it was nor as it was to become', NULL)""".formatted(ADOPTED, CONFLICT);

    private static final String ATTEMPTS = """
            INSERT INTO mutation_attempt (mutation_id, attempt, begun_at, sent_at, ended_at, outcome, message, requests)
            VALUES
            ('%s', 1, '2026-11-20T07:59:00Z', NULL, '2026-11-20T07:59:05Z', 'NOT_SENT', 'upstream cannot be reached', 0),
            ('%s', 2, '2026-11-20T08:00:00Z', '2026-11-20T08:00:00.2Z', '2026-11-20T08:00:12.9Z', 'ADOPTED', NULL, 3),
            ('%s', 1, '2026-11-20T08:01:00Z', '2026-11-20T08:01:00.2Z', NULL, 'CONFLICT',
             'it is neither as it was nor as it was to become', 3)""".formatted(ADOPTED, ADOPTED, CONFLICT);

    Mirror mirror;

    @BeforeEach
    void whatTheExamplesTell() {
        mirror.awaitFirstSync();
        Stream.of("INSERT INTO chain (id, enabled) VALUES (640, false)", MUTATIONS, ATTEMPTS)
                .forEach(mirror.database()::execute);
    }

    @AfterEach
    void nothingOfIt() {
        Stream.of(
                        "DELETE FROM mutation_attempt WHERE mutation_id IN (SELECT id FROM mutation WHERE chain_id = 640)",
                        "DELETE FROM mutation WHERE chain_id = 640",
                        "DELETE FROM chain WHERE id = 640")
                .forEach(mirror.database()::execute);
    }

    private Response get(String path) {
        return mirror.request().get("/mirror/v1/mutations" + path);
    }

    @ParameterizedTest
    @CsvSource({
        "mutation-adopted, /" + ADOPTED,
        "mutation-conflict, /" + CONFLICT,
        "mutations, ?chain=640",
    })
    void answerHasTheShapeOfItsExample(String name, String path) {
        Response answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertSame(name, json(answer), example(name));
    }

    @Test
    void listIsOfAStateAndGoesOnBehindAnId() {
        assertThat(get("?chain=640&state=conflict").jsonPath().getList("id")).containsExactly(CONFLICT);
        assertThat(get("?chain=640&state=NOT_SENT").jsonPath().getList("id")).isEmpty();
        assertThat(get("?chain=640&limit=1").jsonPath().getList("id")).containsExactly(CONFLICT);
        assertThat(get("?chain=640&before=" + CONFLICT).jsonPath().getList("id"))
                .containsExactly(ADOPTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?state=lost", "?before=1", "?limit=101", "?chain=x"})
    void parameterThatCannotBeReadIsNamed(String query) {
        Response answer = get(query);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getMap("errors")).hasSize(1);
    }

    @Test
    void whatIsNotTheCallersIsNotThere() {
        assertThat(mirror.as("small").get("/mirror/v1/mutations/" + ADOPTED).statusCode())
                .isEqualTo(404);
        assertThat(mirror.as("small").get("/mirror/v1/mutations").jsonPath().getList("id"))
                .isEmpty();
        assertThat(get("/no-id").statusCode()).isEqualTo(404);
        String resolve = "/mirror/v1/mutations/" + CONFLICT + "/resolve";
        String decision = "{\"decision\":\"absent\",\"reason\":\"looked\"}";
        assertThat(mirror.as("reader")
                        .contentType("application/json")
                        .body(decision)
                        .post(resolve)
                        .statusCode())
                .isEqualTo(403);
        assertThat(mirror.as("small")
                        .contentType("application/json")
                        .body(decision)
                        .post(resolve)
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "decision | {\"reason\":\"r\"}",
                "decision | {\"decision\":\"ADOPTED\",\"reason\":\"r\"}",
                "reason | {\"decision\":\"absent\"}",
                "type_id | {\"decision\":\"adopted\",\"reason\":\"r\",\"type_id\":\"1\"}"
            })
    void decisionThatIsNoneIsRefused(String field, String body) {
        Response answer = mirror.request()
                .contentType("application/json")
                .body(body)
                .post("/mirror/v1/mutations/" + CONFLICT + "/resolve");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getMap("errors")).containsOnlyKeys(field);
    }
}
