package io.loyaltymirror.api.altegio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.loyaltymirror.sandbox.TypeRows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class DataPlaneTest {

    private static final String TYPES = "/api/v1/chain/706028/loyalty/certificate_types";
    private static final String MEMBERSHIPS = "/api/v1/chain/706028/loyalty/abonement_types";

    Mirror mirror;

    @BeforeEach
    void mirrorIsFilled() {
        mirror.awaitFirstSync();
    }

    private ValidatableResponse get(String path) {
        return mirror.request().get(path).then();
    }

    @Test
    void listHasTheEnvelopeAndTenRowsUnlessToldOtherwise() {
        get(TYPES)
                .statusCode(200)
                .contentType("application/json")
                .body("success", is(true))
                .body("data", hasSize(10))
                .body("meta.total_count", is(585))
                .header("Mirror-Generation", matchesPattern("1\\.\\d+"))
                .header("Mirror-As-Of", matchesPattern("\\d{4}-\\d\\d-\\d\\dT.*Z"))
                .header("Age", matchesPattern("\\d+"));
    }

    @Test
    void pagesFollowEachOtherByWeightAndId() {
        List<Integer> first = get(TYPES + "?page_size=100").extract().path("data.id");
        List<Integer> upstream = mirror.sandbox().chains().get(Mirror.LARGE).certificateTypes().ids().stream()
                .map(Long::intValue)
                .toList();
        assertThat(first).isEqualTo(upstream.subList(0, 100));
        get(TYPES + "?page_size=100&page=6")
                .body("data", hasSize(85))
                .body("data.id", equalTo(upstream.subList(500, 585)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "2147483647"})
    void pagePastTheEndIsEmptyWithTheTrueTotal(String page) {
        get(TYPES + "?page_size=100&page=" + page)
                .statusCode(200)
                .body("data", empty())
                .body("meta.total_count", is(585));
    }

    @Test
    void bothSpellingsOfThePathAreOne() {
        String chain = get(TYPES + "?page=3&title=a").extract().asString();
        String chains = get(TYPES.replace("/chain/", "/chains/") + "?page=3&title=a")
                .extract()
                .asString();
        assertThat(chains).isEqualTo(chain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/vnd.api.v2+json", "application/json", "text/html", "*/*", "nonsense"})
    void anyAcceptIsServedAsJson(String accept) {
        mirror.request()
                .header("Accept", accept)
                .get(TYPES)
                .then()
                .statusCode(200)
                .contentType("application/json");
    }

    @Test
    void titleIsMatchedInPartWhateverItsCase() {
        get(TYPES + "?title=éLaN&page_size=100")
                .body("meta.total_count", is(59))
                .body("data.title", everyItem(containsString("Élan")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "_", "\\"})
    void wildcardsInATitleAreOrdinaryCharacters(String title) {
        TypeRows rows = mirror.sandbox().chains().get(Mirror.LARGE).certificateTypes();
        long matching = rows.ids().stream()
                .map(id -> rows.find(id).orElseThrow().path("title").asText())
                .filter(text -> text.contains(title))
                .count();
        assertThat(matching).isLessThan(585);
        mirror.request()
                .queryParam("title", title)
                .get(TYPES)
                .then()
                .statusCode(200)
                .body("meta.total_count", is((int) matching));
    }

    @Test
    void filtersOfTheMirrorHoldTogether() {
        get(TYPES + "?is_archived=1&item_type_id=2&salon_id=720441&page_size=100")
                .statusCode(200)
                .body("data.is_archived", everyItem(is(true)))
                .body("data.item_type_id", everyItem(is(2)))
                .body(
                        "meta.total_count",
                        matchesNumberOf("is_archived AND item_type_id = 2 AND 720441 = ANY (salon_ids)"));
    }

    private org.hamcrest.Matcher<Integer> matchesNumberOf(String condition) {
        return is((int) mirror.database()
                .number("SELECT count(*) FROM certificate_type WHERE chain_id = 706028 AND " + condition));
    }

    @Test
    void idsAndSortSelectAndOrder() {
        List<Integer> three = get(TYPES + "?page_size=3&sort=id").extract().path("data.id");
        String ids = three.get(2) + "," + three.get(0) + ",1";
        get(TYPES + "?sort=-id&ids=" + ids).body("data.id", contains(three.get(2), three.get(0)));
    }

    @ParameterizedTest
    @CsvSource({
        "page=0,page", "page=-1,page", "page=x,page", "page_size=0,page_size", "page_size=101,page_size",
        "page_size=1.5,page_size", "is_archived=2,is_archived", "ids=1;2,ids", "sort=price,sort", "salon_id=a,salon_id"
    })
    void badParameterIsNamed(String query, String name) {
        get(TYPES + "?" + query)
                .statusCode(400)
                .body("success", is(false))
                .body("data", nullValue())
                .body("meta.message", notNullValue())
                .body("meta.errors", hasKey(name));
    }

    @Test
    void unknownParametersAreIgnored() {
        get(TYPES + "?colour=red").statusCode(200).body("meta.total_count", is(585));
    }

    @Test
    void singleTypeHasAnEmptyArrayAsMeta() {
        int id = get(TYPES).extract().path("data[0].id");
        get(TYPES + "/" + id)
                .statusCode(200)
                .body("data.id", is(id))
                .body("meta", empty())
                .header("Mirror-Generation", notNullValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                TYPES + "/1",
                TYPES + "/abc",
                TYPES + "/1/2",
                "/api/v1/chain/x/loyalty/certificate_types",
                "/api/v1/chain/404/loyalty/certificate_types",
                "/api/v1/nothing",
                "/api/v1"
            })
    void whatIsNotThereIs404InTheEnvelope(String path) {
        get(path)
                .statusCode(404)
                .contentType("application/json")
                .body("success", is(false))
                .body("data", nullValue())
                .body("meta.message", notNullValue());
    }

    @Test
    void otherMethodsAre405InTheEnvelope() {
        mirror.request().patch(TYPES).then().statusCode(405).body("success", is(false));
    }

    @Test
    void membershipTypesHaveTheirOwnSizeParameterAndArchiveFilter() {
        get(MEMBERSHIPS + "?limit=100").body("data", hasSize(40)).body("meta.total_count", is(40));
        get(MEMBERSHIPS + "?limit=100&is_archived=0").body("meta.total_count", is(32));
        get(MEMBERSHIPS + "?limit=100&is_archived=1").body("meta.total_count", is(8));
        get(MEMBERSHIPS + "?limit=101").statusCode(400).body("meta.errors", hasKey("limit"));
        int id = get(MEMBERSHIPS).extract().path("data[0].id");
        get(MEMBERSHIPS + "/" + id).statusCode(200).body("data.salon_group_id", is(706028));
    }

    @Test
    void chainWithoutTypesIsAnEmptyListNotAnError() {
        get("/api/v1/chain/720441/loyalty/certificate_types")
                .statusCode(200)
                .body("data", empty())
                .body("meta.total_count", is(0));
    }

    @Test
    void kindThatWasNeverReadCompletelyIs503NotAnEmptyList() {
        mirror.database().execute("INSERT INTO chain (id, enabled) VALUES (5, false) ON CONFLICT DO NOTHING");
        get("/api/v1/chain/5/loyalty/certificate_types")
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("success", is(false));
        get("/api/v1/chain/5/loyalty/certificate_types/1").statusCode(503);
        mirror.database().execute("DELETE FROM chain WHERE id = 5");
    }
}
