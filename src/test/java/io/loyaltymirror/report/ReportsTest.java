package io.loyaltymirror.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.loyaltymirror.harness.RegisteredChain;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Reports over HTTP; what is in them is compared with a year's life in {@code ReportsOfAYearTest}. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class ReportsTest {

    private static final long ID = 65;
    private static final String REPORT = "/mirror/v1/reports/{report}";

    Mirror mirror;

    private RegisteredChain chain;
    private long type;

    @BeforeEach
    void chain() {
        chain = RegisteredChain.add(mirror, ID, 5, 2);
        type = chain.certificates().ids().getFirst();
    }

    @AfterEach
    void noChain() {
        chain.forget();
    }

    private Response report(String name, String query) {
        return mirror.request().get(REPORT + "?chain=" + ID + query, name);
    }

    private String csv(String name, String query) {
        Response answer = mirror.request().header("Accept", "text/csv").get(REPORT + "?chain=" + ID + query, name);
        answer.then().statusCode(200).contentType(startsWith("text/csv"));
        return answer.asString();
    }

    private void set(long type, String field, Object value) {
        chain.certificates().change(type, row -> row.putPOJO(field, value));
        mirror.sync(ID, "certificate_type");
    }

    @Test
    void everyReportIsListedWithItsView() {
        mirror.request()
                .get("/mirror/v1/reports")
                .then()
                .statusCode(200)
                .body("report", contains("freshness", "sales", "catalogue", "changes", "mutations"))
                .body("view", everyItem(startsWith("reporting.")));
    }

    @ParameterizedTest
    @EnumSource
    void everyReportIsItsView(Report report) {
        set(type, "balance", 512);
        Map<String, Object> first =
                report(report.word(), "").then().statusCode(200).extract().path("rows[0]");
        String columns = mirror.database()
                .text(
                        "SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute WHERE attnum > 0 AND attrelid = '"
                                + report.view() + "'::regclass");
        if (report != Report.MUTATIONS) {
            assertThat(first.keySet()).containsExactly(columns.split(","));
        }
        assertThat(csv(report.word(), "").lines().findFirst()).contains(columns);
    }

    @Test
    void salesAreByDayAndType() {
        int before = chain.certificates()
                .find(type)
                .orElseThrow()
                .path("released_total")
                .asInt();
        set(type, "released_total", before + 3);
        set(type, "released_total", before + 5);
        set(type, "released_total", 1);
        report("sales", "")
                .then()
                .body("rows.find { it.type_id == %d }.issued".formatted(type), is(5))
                .body("rows.find { it.type_id == %d }.fell".formatted(type), is(before + 4))
                .body("rows.find { it.type_id == %d }.total".formatted(type), is(1));
        report("sales", "&from=2001-01-01&to=2001-12-31").then().statusCode(200).body("rows.size()", is(0));
        report("sales", "&from=2001-01-01").then().body("rows.size()", is(7));
    }

    @Test
    void priceOrArchivingThatChangedIsAChange() {
        set(type, "balance", 512);
        set(type, "title", "Other");
        set(type, "is_archived", true);
        report("changes", "")
                .then()
                .body("rows.price", contains(512, 512))
                .body("rows.was_archived", contains(false, false))
                .body("rows.is_archived", contains(false, true))
                .body("rows.title[1]", is("Other"));
    }

    @Test
    void pagesAreTheWholeReport() {
        List<Object> whole = report("catalogue", "").jsonPath().getList("rows");
        List<Object> pages = new ArrayList<>();
        String path = "/mirror/v1/reports/catalogue?limit=2&chain=" + ID;
        while (path != null) {
            Response page = mirror.request().urlEncodingEnabled(false).get(path);
            page.then().statusCode(200);
            pages.addAll(page.jsonPath().getList("rows"));
            String link = page.header("Link");
            path = link == null ? null : link.replaceAll("<(.*)>; rel=\"next\"", "$1");
        }
        assertThat(pages).hasSizeGreaterThan(6).isEqualTo(whole);
        report("catalogue", "").then().body("next", nullValue());
    }

    @Test
    void csvQuotesWhatNeedsIt() {
        set(type, "title", "a \"b\", c\r\nd");
        assertThat(csv("catalogue", "")).contains(",certificate_type," + type + ",\"a \"\"b\"\", c\r\nd\",");
        set(type, "title", "");
        assertThat(csv("catalogue", "")).contains(",certificate_type," + type + ",\"\",");
        assertThat(csv("sales", "&from=2001-01-01&to=2001-01-02"))
                .isEqualTo("chain_id,day,kind,type_id,title,issued,fell,total,issued_after,issued_until\r\n");
        String row = csv("freshness", "").lines().skip(1).findFirst().orElseThrow();
        assertThat(row).matches("65,,certificate_type,true,\"?20\\d\\d-.*Z\"?,\\d+,0,\"?20.*,COMPLETE,,\"?20.*Z\"?");
    }

    @Test
    void callerSeesHisChainsAlone() {
        mirror.as("small").get(REPORT, "freshness").then().body("rows.chain_id", everyItem(is(706029)));
        for (String accept : List.of("application/json", "text/csv")) {
            mirror.as("small")
                    .accept(accept)
                    .get(REPORT + "?chain=65", "freshness")
                    .then()
                    .statusCode(404);
            mirror.as("writer").accept(accept).get(REPORT, "freshness").then().statusCode(403);
        }
        mirror.as("small").accept("text/csv").get(REPORT, "freshness").then().body(not(containsString("65,")));
        mirror.request().get(REPORT, "freshness").then().body("rows.chain_id", hasItem(65));
        chain.delete("away");
        mirror.request().get(REPORT, "freshness").then().body("rows.chain_id", not(hasItem(65)));
    }

    @ParameterizedTest
    @CsvSource({
        "sales, from, 2026-13-01",
        "sales, from, 0001-01-01",
        "sales, to, 2026-01-01T00:00:00Z",
        "freshness, from, 2026-01-01",
        "sales, after, x",
        "sales, after, NjUKMjAyNi0wMS0wMQ",
        "sales, after, NjUKMjAyNi0wMS0wMQpjZXJ0aWZpY2F0ZV90eXBlCng",
        "sales, after, NjUKLTk5OTk5OTk5OS0wMS0wMQpjZXJ0aWZpY2F0ZV90eXBlCjE",
        "sales, limit, 0",
        "sales, limit, 10001",
        "sales, chain, x",
    })
    void badParameterIsNamed(String report, String parameter, String value) {
        mirror.request()
                .queryParam(parameter, value)
                .get(REPORT, report)
                .then()
                .statusCode(400)
                .body("errors", hasKey(parameter));
    }

    /** Nobody was given it; it is behind all that there is. */
    @Test
    void placeFarBehindIsTheEnd() {
        report("changes", "&after=NjUKOTIyMzM3MjAzNjg1NDc3NTgwNwo5MjIzMzcyMDM2ODU0Nzc1ODA3")
                .then()
                .statusCode(200)
                .body("rows.size()", is(0));
    }

    @Test
    void reportThatIsNoneIsNotThere() {
        report("profits", "").then().statusCode(404);
    }
}
