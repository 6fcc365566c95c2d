package io.loyaltymirror.api.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** The changes of a chain, page by page. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class ChangesTest {

    private static final long ID = 62;

    Mirror mirror;

    private RegisteredChain chain;
    private List<Long> ids;

    @BeforeEach
    void chain() {
        chain = RegisteredChain.add(mirror, ID, 5, 2);
        ids = chain.certificates().ids();
    }

    @AfterEach
    void noChain() {
        chain.forget();
    }

    private ValidatableResponse changes(String after) {
        return mirror.request()
                .get("/mirror/v1/chains/{id}/changes?after={after}", ID, after)
                .then();
    }

    /** A title, a sale, one that is new. */
    private void edit() {
        chain.certificates().change(ids.get(0), row -> row.put("title", "Changed"));
        chain.certificates().change(ids.get(1), row -> row.put("released_total", 77));
        ObjectNode another = chain.certificates().find(ids.get(2)).orElseThrow();
        chain.certificates().put(99, another.put("id", 99));
        chain.memberships().change(chain.memberships().ids().getFirst(), row -> row.put("cost", 7));
        chain.sync();
    }

    private List<JsonNode> pages(String after, int limit) {
        List<JsonNode> all = new ArrayList<>();
        String next = after;
        JsonNode page;
        do {
            page = Examples.json(mirror.request()
                    .get("/mirror/v1/chains/{id}/changes?after={after}&limit={limit}", ID, next, limit));
            page.path("changes").forEach(all::add);
            next = page.path("next").asText();
        } while (page.path("more").booleanValue());
        return all;
    }

    @Test
    void nothingComesAfterWhatWasListedAndThenWhatWasChanged() {
        String listed = chain.generation();
        changes(listed)
                .statusCode(200)
                .body("changes.size()", is(0))
                .body("next", is(listed))
                .body("more", is(false));
        FeedReplay replay = FeedReplay.of(chain);
        edit();
        List<JsonNode> changes = pages(listed, 100);
        assertThat(changes)
                .extracting(change -> change.path("op").asText())
                .containsExactlyInAnyOrder("CHANGED", "ISSUED", "CREATED", "CHANGED");
        changes.forEach(replay::apply);
        assertThat(replay.types()).isEqualTo(FeedReplay.of(chain).types());
    }

    @Test
    void allFromTheBeginningGivesTheCurrentStateToo() {
        edit();
        FeedReplay replay = FeedReplay.empty();
        pages("1.0", 3).forEach(replay::apply);
        assertThat(replay.types()).isEqualTo(FeedReplay.of(chain).types());
    }

    @Test
    void pagesOfOneAreThePagesOfAll() {
        edit();
        assertThat(pages("1.0", 1)).hasSize(11).isEqualTo(pages("1.0", 1_000));
    }

    @Test
    void changeSaysWhatItWas() {
        String listed = chain.generation();
        chain.certificates().change(ids.get(1), row -> row.put("released_total", 77));
        mirror.sync(ID, "certificate_type");
        changes(listed)
                .body("changes[0].op", is("ISSUED"))
                .body("changes[0].id", is(ids.get(1).intValue()))
                .body("changes[0].kind", is("certificate_type"))
                .body("changes[0].fields[0]", is("released_total"))
                .body("changes[0].body.released_total", is(77))
                .body("changes[0].listed", is(true))
                .body("changes[0].cause", is("scan"))
                .body("changes[0].generation", is(chain.generation()))
                .body("changes[0].cursor", is(chain.generation() + ":0"))
                .body("next", is(chain.generation() + ":0"));
    }

    @Test
    void whatWasDeletedOrIsOfAnotherTimeCannotBeTold() {
        edit();
        String lost = "read the lists anew";
        changes("2.1").statusCode(410).body("detail", containsString(lost));
        changes("1.999").statusCode(410);
        mirror.database().execute("INSERT INTO change_horizon VALUES (" + ID + ", 1, 3, mirror_now())");
        changes("1.0").statusCode(410);
        changes("1.1:2").statusCode(410).body("detail", containsString(chain.generation()));
        changes("1.1:3").statusCode(200);
        changes("1.1").statusCode(200);
    }

    /** Whoever deleted it, and whether or not he said so. */
    @Test
    void gapIsNoticed() {
        edit();
        mirror.database().execute("DELETE FROM change WHERE generation = 2 AND chain_id = " + ID);
        changes("1.1").statusCode(410);
        changes("1.2").statusCode(200);
        mirror.database().execute("DELETE FROM change WHERE chain_id = " + ID);
        changes("1.2").statusCode(410);
        changes(chain.generation()).statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?after=",
                "?after=x",
                "?after=1",
                "?after=1.-1",
                "?after=1.2:",
                "?after=1.99999999999999999999",
            })
    void whatIsNoCursorIsRefused(String query) {
        mirror.request()
                .get("/mirror/v1/chains/" + ID + "/changes" + query)
                .then()
                .statusCode(400)
                .body("errors", hasKey("after"));
    }

    @Test
    void whoeverTakesAnythingGetsJson() {
        for (String accept : List.of("*/*", "application/*", "application/json, text/event-stream;q=0.5")) {
            mirror.request()
                    .header("Accept", accept)
                    .get("/mirror/v1/chains/{id}/changes?after=1.0", ID)
                    .then()
                    .statusCode(200)
                    .contentType(startsWith("application/json"));
        }
        mirror.request()
                .get("/mirror/v1/chains/{id}/changes?after=1.0&limit=1001", ID)
                .then()
                .statusCode(400)
                .body("errors", hasKey("limit"));
    }
}
