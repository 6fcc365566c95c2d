package io.loyaltymirror.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One odd row must neither be spoilt on its way through the mirror nor keep its chain from being published. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class OddRowsTest {

    private static final long ID = 77;

    Mirror mirror;

    @BeforeEach
    void mirrorIsFilled() {
        mirror.awaitFirstSync();
    }

    @AfterEach
    void asItWas() {
        mirror.sandbox().reset();
        mirror.database().execute("DELETE FROM certificate_type WHERE chain_id = 706029 AND id >= 77 AND id < 100");
    }

    /** Upstream has exactly this row beside its 12 others. */
    private JsonPath sync(long id, String row) {
        put(id, row);
        return mirror.sync(Mirror.SMALL, "certificate_type");
    }

    private void put(long id, String row) {
        URI address =
                URI.create(mirror.sandbox().controlUri() + "/chains/706029/certificate_types/" + id + "?whole=true");
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest put = HttpRequest.newBuilder(address)
                    .PUT(BodyPublishers.ofString(row))
                    .build();
            assertThat(client.send(put, BodyHandlers.ofString()).statusCode()).isBetween(200, 299);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String served() {
        return mirror.request()
                .get("/api/v1/chain/706029/loyalty/certificate_types/77")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private String column(String name) {
        return mirror.database()
                .text("SELECT " + name + " FROM certificate_type WHERE chain_id = 706029 AND id = " + ID);
    }

    @Test
    void decimalsAndLargeIdsComeThroughExactly() {
        sync(ID, """
                {"id": 77, "title": "Exact", "balance": 12345678901234567.89, "online_sale_price": 0.10,
                 "service_ids": [9007199254740993, 9223372036854775807], "unknown": 1234567890.123456789012345}""");
        assertThat(served())
                .contains("12345678901234567.89")
                .contains("0.10")
                .contains("9007199254740993")
                .contains("9223372036854775807")
                .contains("1234567890.123456789012345");
        assertThat(column("balance")).isEqualTo("12345678901234567.89");
        assertThat(column("service_ids")).isEqualTo("{9007199254740993,9223372036854775807}");
    }

    @Test
    void textsOfKnownFieldsAreNumbersAgainAndUnknownFieldsStay() {
        sync(ID, """
                {"id": "77", "title": "Lenient", "balance": "1499.90", "is_multi": "1", "is_archived": 0, "weight": "3",
                 "salon_ids": ["5", 6], "colour": "12"}""");
        assertThat(column("balance")).isEqualTo("1499.90");
        assertThat(column("is_multi")).isEqualTo("t");
        assertThat(column("is_archived")).isEqualTo("f");
        assertThat(column("weight")).isEqualTo("3");
        assertThat(column("salon_ids")).isEqualTo("{5,6}");
        assertThat(column("body ->> 'colour'")).isEqualTo("12");
        assertThat(column("jsonb_typeof(body -> 'colour')")).isEqualTo("string");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            item_type_id | 3.0                    | 3
            item_type_id | 3.5                    | NULL
            item_type_id | {}                     | NULL
            weight       | 99999999999999999999   | NULL
            balance      | ""                     | NULL
            balance      | []                     | NULL
            is_archived  | "perhaps"              | NULL
            salon_ids    | null                   | NULL
            salon_ids    | [1, "x", 2.5, null, 2] | {1,2}
            salon_ids    | {"a": 1}               | NULL
            title        | 5                      | 5
            title        | null                   | NULL
            expiration_date | false               | NULL
            """)
    void oddValueGivesNullInItsTypedColumnAndBlocksNothing(String field, String value, String column) {
        JsonPath run = sync(ID, "{\"id\": 77, \"" + field + "\": " + value + "}");
        assertThat(run.getString("outcome")).isEqualTo("COMPLETE");
        assertThat(run.getInt("fetched")).isEqualTo(13);
        assertThat(column(field)).isEqualTo("NULL".equals(column) ? null : column);
        assertThat(served()).contains("\"" + field + "\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"id": 77, "title": "a\\u0000b"}
            {"id": 77, "title": "a\\ud800b"}
            {"id": 77, "balance": 1e100000}
            {"id": 77, "balance": 1e-100000}
            """)
    void rowBeyondTheBoundsIsLeftOutAndCountedAndTheOthersArePublished(String row) {
        put(78, "{\"id\": 78, \"title\": \"Beside it\"}");
        JsonPath run = sync(ID, row);
        assertThat(run.getString("outcome")).isEqualTo("COMPLETE");
        assertThat(run.getInt("fetched")).isEqualTo(14);
        assertThat(run.getInt("quarantined")).isEqualTo(1);
        assertThat(run.getInt("new")).isEqualTo(1);
        assertThat(column("id")).isNull();
    }
}
