package io.loyaltymirror.api.altegio;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A type's whole life by Altegio's own contract. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class WritesTest {

    private static final String TYPES = "/api/v1/chains/706029/loyalty/certificate_types";
    private static final Path DOCUMENTED =
            Path.of("src/test/resources/io/loyaltymirror/mutation/certificate_type_create_request.json");

    Mirror mirror;

    @BeforeEach
    void mirrorIsFilled() {
        mirror.awaitFirstSync();
    }

    @AfterEach
    void asItWas() {
        mirror.sandbox().reset();
        mirror.database().execute("DELETE FROM mutation_attempt");
        mirror.database().execute("DELETE FROM mutation");
        mirror.sync(Mirror.SMALL);
    }

    /** As a client written for Altegio sends it. */
    private Response send(String method, String path, String body) {
        return mirror.request()
                .header("Accept", "application/vnd.api.v2+json")
                .contentType("application/json")
                .body(body)
                .request(method, path);
    }

    @Test
    void certificateTypeIsMadeReplacedAndDeleted() throws IOException {
        String request = Files.readString(DOCUMENTED);
        Response created = send("POST", TYPES, request);
        assertThat(created.statusCode()).isEqualTo(200);
        String type = TYPES + "/" + created.jsonPath().getLong("data.id");
        assertThat(mirror.request().get(type).jsonPath().getString("data.title"))
                .isEqualTo("Gift Certificate 1000");
        Response replaced = send("PUT", type, request.replace("Gift Certificate 1000", "Replaced"));
        assertThat(replaced.jsonPath().getString("data.title")).isEqualTo("Replaced");
        assertThat(mirror.request().get(type).jsonPath().getString("data.title"))
                .isEqualTo("Replaced");
        assertThat(send("DELETE", type, "").statusCode()).isEqualTo(200);
        assertThat(mirror.request().get(type).statusCode()).isEqualTo(404);
        Response rows = mirror.request().get("/mirror/v1/mutations?chain=706029&limit=3");
        assertThat(rows.jsonPath().getList("operation")).containsExactly("DELETE", "UPDATE", "CREATE");
        assertThat(rows.jsonPath().getList("state")).containsOnly("SUCCEEDED");
    }

    @Test
    void membershipTypeIsArchivedAndBroughtBack() {
        long id = mirror.sandbox()
                .chains()
                .get(Mirror.SMALL)
                .membershipTypes()
                .ids()
                .getFirst();
        String type = "/api/v1/chain/706029/loyalty/abonement_types/" + id;
        for (boolean archived : new boolean[] {true, false}) {
            Response answer = send("PATCH", type + "/archive", "{\"is_archived\":" + archived + "}");
            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(mirror.request().get(type).jsonPath().getBoolean("data.is_archived"))
                    .isEqualTo(archived);
        }
    }
}
