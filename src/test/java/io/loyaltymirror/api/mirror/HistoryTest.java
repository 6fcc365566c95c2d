package io.loyaltymirror.api.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.loyaltymirror.harness.RegisteredChain;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What types were. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class HistoryTest {

    private static final long ID = 64;
    private static final String HISTORY = "/mirror/v1/chains/{id}/{types}/{type}/history";
    private static final String THEN = "/mirror/v1/chains/{id}/{types}";

    Mirror mirror;

    private RegisteredChain chain;
    private long type;

    @BeforeEach
    void chain() {
        chain = RegisteredChain.add(mirror, ID, 5, 2);
        type = chain.certificates().ids().get(1);
    }

    @AfterEach
    void noChain() {
        chain.forget();
    }

    private ValidatableResponse history(String query) {
        return mirror.request()
                .get(HISTORY + query, ID, "certificate-types", type)
                .then()
                .statusCode(200);
    }

    private ValidatableResponse asOf(String kind, String time) {
        return mirror.request().queryParam("as_of", time).get(THEN, ID, kind).then();
    }

    private void set(String field, int value) {
        chain.certificates().change(type, row -> row.put(field, value));
        mirror.sync(ID, "certificate_type");
    }

    @Test
    void typeHasAStepForAllThatChanged() {
        set("balance", 500);
        set("released_total", 78);
        history("")
                .body("steps.op", contains("ISSUED", "CHANGED", "CREATED"))
                .body("steps[0].fields", contains("released_total"))
                .body("steps[0].body", is(java.util.Map.of("released_total", 78)))
                .body("steps[1].body.balance", is(500))
                .body("steps[1].listed", is(true))
                .body("steps[2].cause", is("scan"))
                .body("next", nullValue());
    }

    @Test
    void pagesGoBackToTheFirstStep() {
        set("balance", 500);
        set("balance", 501);
        String next = history("?limit=2")
                .body("steps.op", contains("CHANGED", "CHANGED"))
                .extract()
                .path("next");
        history("?limit=2&before=" + next).body("steps.op", contains("CREATED")).body("next", nullValue());
        history("?limit=3").extract().path("next");
    }

    @Test
    void typeThatNeverWasHasNone() {
        mirror.request().get(HISTORY, ID, "certificate-types", 987_654).then().statusCode(404);
        mirror.request().get(HISTORY, ID, "membership-types", type).then().statusCode(404);
        mirror.request().get(HISTORY, 987_654, "certificate-types", type).then().statusCode(404);
        mirror.request().get(HISTORY, ID, "gift-cards", type).then().statusCode(404);
    }

    /** The very bodies that the lists had then. */
    @Test
    void listsAreAsTheyWere() {
        List<String> times = new ArrayList<>();
        List<JsonNode> lists = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            times.add(mirror.now().toString());
            lists.add(Examples.json(chain.list("certificate_types")).path("data"));
            set(i % 2 == 0 ? "released_total" : "balance", 70 + i);
        }
        for (int i = 0; i < 3; i++) {
            JsonNode then = Examples.json(asOf("certificate-types", times.get(i))
                    .statusCode(200)
                    .body("next", nullValue())
                    .extract()
                    .response());
            assertThat(then.path("types"))
                    .hasSize(5)
                    .allMatch(type -> type.path("listed").booleanValue());
            assertThat(then.path("types").findValues("body")).containsExactlyInAnyOrderElementsOf(lists.get(i));
        }
        asOf("membership-types", times.getFirst()).statusCode(200).body("types.size()", is(2));
    }

    @Test
    void pagesOfAMomentAreByIdAndTogetherAll() {
        String time = mirror.now().toString();
        set("balance", 500);
        List<Integer> ids = new ArrayList<>();
        String after = "0";
        while (after != null) {
            var page = mirror.request()
                    .queryParam("as_of", time)
                    .get(THEN + "?limit=2&after=" + after, ID, "certificate-types")
                    .jsonPath();
            ids.addAll(page.getList("types.id"));
            after = page.getString("next");
        }
        assertThat(ids)
                .isSorted()
                .containsExactlyInAnyOrderElementsOf(
                        chain.certificates().ids().stream().map(Long::intValue).toList());
    }

    @Test
    void whatWasBeforeAllThatIsKnownOrIsToComeCannotBeTold() {
        asOf("certificate-types", "2020-01-01T00:00:00+03:00").statusCode(410);
        asOf("certificate-types", "-999999999-01-01T00:00:00Z").statusCode(410);
        asOf("certificate-types", "9998-01-01T00:00:00Z").statusCode(400).body("errors", hasKey("as_of"));
        asOf("certificate-types", "+999999999-01-01T00:00:00Z").statusCode(400);
        String time = mirror.now().toString();
        asOf("certificate-types", time).statusCode(200);
        mirror.database().execute("INSERT INTO change_horizon VALUES (" + ID + ", 1, 3, mirror_now())");
        asOf("certificate-types", time).statusCode(410);
        asOf("certificate-types", mirror.now().toString()).statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2026-11-01", "2026-11-01T00:00:00", "yesterday"})
    void whatIsNoTimeIsRefused(String time) {
        asOf("certificate-types", time).statusCode(400).body("errors", hasKey("as_of"));
    }

    @Test
    void badPlacesAreRefused() {
        mirror.request()
                .get(HISTORY + "?before=7", ID, "certificate-types", type)
                .then()
                .statusCode(400)
                .body("errors", hasKey("before"));
        mirror.request()
                .get(THEN + "?as_of=2026-11-01T00:00:00Z&after=-1", ID, "certificate-types")
                .then()
                .statusCode(400)
                .body("errors", hasKey("after"));
        mirror.request().get(THEN, ID, "certificate-types").then().statusCode(400);
    }
}
