package io.loyaltymirror.api.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.loyaltymirror.harness.RegisteredChain;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the database has goes out whole, whatever it is; {@code -Dtest.seed=S}. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class ExportRoundTripTest {

    private static final long ID = 70;
    private static final long SEED = Long.getLong("test.seed", 20261126);

    private static final ObjectMapper EXACT =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    Mirror mirror;

    private RegisteredChain chain;
    private NastyTypes types;

    /** More than a page of the one. */
    @BeforeEach
    void chain() throws SQLException {
        chain = RegisteredChain.add(mirror, ID, 0, 0);
        types = new NastyTypes(mirror.database(), ID, SEED);
        types.add("certificate_type", 1_500);
        types.add("membership_type", 300);
    }

    @AfterEach
    void noChain() {
        chain.forget();
    }

    private String export(String format) {
        byte[] export = mirror.request()
                .get("/mirror/v1/chains/{id}/export?format={format}", ID, format)
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        return new String(export, StandardCharsets.UTF_8);
    }

    @Test
    void linesAreTheRowsAndTheirBodiesLetterByLetter() throws Exception {
        List<List<String>> expected = new ArrayList<>();
        expected.addAll(types.rows("certificate_type", "'certificate_type'", "id", "listed", "state", "body"));
        expected.addAll(types.rows("membership_type", "'membership_type'", "id", "listed", "state", "body"));
        String[] lines = export("ndjson").split("\n");
        assertThat(lines).hasSameSizeAs(expected).hasSizeGreaterThan(1_300);
        for (int i = 0; i < lines.length; i++) {
            List<String> row = expected.get(i);
            JsonNode line = EXACT.readTree(lines[i]);
            assertThat(line.properties()).hasSize(5);
            assertThat(List.of("kind", "id", "listed", "state"))
                    .extracting(field -> line.path(field).asText())
                    .isEqualTo(row.subList(0, 4));
            assertThat(line.path("body")).isEqualTo(EXACT.readTree(row.get(4)));
            assertThat(lines[i]).endsWith(",\"body\":" + row.get(4) + "}");
        }
    }

    @Test
    void fieldsAreTheColumns() throws SQLException {
        List<List<String>> expected = new ArrayList<>();
        expected.addAll(types.rows(
                "certificate_type",
                columns("certificate_type", "balance", "online_sale_is_enabled", "released_total")));
        expected.addAll(types.rows(
                "membership_type", columns("membership_type", "cost", "is_online_sale_enabled", "abonements_count")));
        List<List<String>> lines = CsvText.read(export("csv"));
        assertThat(lines.removeFirst())
                .startsWith("chain_id", "kind", "id", "title", "price")
                .endsWith("body");
        assertThat(lines).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(lines.get(i)).isEqualTo(expected.get(i));
        }
    }

    private static String[] columns(String kind, String price, String sold, String total) {
        return new String[] {
            "chain_id",
            "'" + kind + "'",
            "id",
            "title",
            price,
            "category_id",
            "weight",
            "coalesce(is_archived, false)",
            "date_archived",
            sold,
            "online_sale_price",
            total,
            "listed",
            "state",
            "body"
        };
    }

    /** Two that readers of CSV take for another: a space that they trim, an empty text and none. */
    @Test
    void fieldThatMightBeTakenForAnotherIsInQuotes() {
        mirror.database().execute("DELETE FROM membership_type WHERE chain_id = 70");
        mirror.database().execute("""
                INSERT INTO membership_type (chain_id, id, body, title_folded, content_hash, definition_hash, hash_version,
                       observed_at, generation)
                SELECT 70, i, jsonb_build_object('title', title), '', '', '', 1, now(), 1
                  FROM unnest(ARRAY[' before', 'after ', '', NULL]) WITH ORDINALITY AS t (title, i)""");
        assertThat(export("csv"))
                .contains(
                        ",membership_type,1,\" before\",",
                        ",membership_type,2,\"after \",",
                        ",membership_type,3,\"\",",
                        ",membership_type,4,,");
    }
}
