package io.loyaltymirror.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loyaltymirror.Kind;
import io.loyaltymirror.harness.Mirror;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads views and reports of one chain. */
record YearReader(Mirror mirror, long chain) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of a view, in its report's order or in any. */
    List<JsonNode> rows(String view, String order) {
        JsonNode rows = json(mirror.database()
                .text("SELECT coalesce(json_agg(row_to_json(found)), '[]') FROM (SELECT * FROM reporting." + view
                        + " WHERE chain_id = " + chain + " ORDER BY " + order + ") AS found"));
        List<JsonNode> all = new ArrayList<>();
        rows.forEach(all::add);
        return all;
    }

    List<JsonNode> rows(String view, Kind kind) {
        return rows(view, "1").stream()
                .filter(row -> row.path("kind").asText().equals(kind.word()))
                .toList();
    }

    /** The types of a past moment. */
    void assertWasSo(Instant time, Map<String, JsonNode> expected) {
        Map<String, JsonNode> then = new TreeMap<>();
        for (Kind kind : Kind.values()) {
            JsonNode page = json(mirror.request()
                    .queryParam("as_of", time.toString())
                    .get(
                            "/mirror/v1/chains/{id}/{types}?limit=1000",
                            chain,
                            kind.word().replace('_', '-') + "s")
                    .asString());
            page.path("types")
                    .forEach(
                            type -> then.put(kind.word() + " " + type.path("id").asLong(), type.path("body")));
        }
        assertThat(then.keySet()).as(time.toString()).isEqualTo(expected.keySet());
        expected.forEach((key, body) ->
                assertThat(essence(then.get(key))).as(time + " " + key).isEqualTo(essence(body)));
    }

    /** What moves in a year; the rest is compared when it is read. */
    static String essence(JsonNode body) {
        StringBuilder words = new StringBuilder();
        for (String field : List.of(
                "title",
                "balance",
                "cost",
                "online_sale_price",
                "is_archived",
                "released_total",
                "abonements_count",
                "salon_ids",
                "attached_salon_ids")) {
            JsonNode value = body.path(field);
            words.append(field)
                    .append('=')
                    .append(
                            value.isNumber()
                                    ? value.decimalValue().stripTrailingZeros().toPlainString()
                                    : value)
                    .append(' ');
        }
        return words.toString();
    }

    /** Page by page over HTTP, as the view has it. */
    void assertReportIsItsView(Report report) {
        List<Map<String, String>> paged = new ArrayList<>();
        String after = null;
        do {
            var request = mirror.request().queryParam("chain", chain).queryParam("limit", 97);
            JsonNode page = json((after == null ? request : request.queryParam("after", after))
                    .get("/mirror/v1/reports/{report}", report.word())
                    .asString());
            page.path("rows").forEach(row -> paged.add(texts(row)));
            after = page.path("next").isNull() ? null : page.path("next").asText();
        } while (after != null);
        String keys = String.join(", ", report.keys().stream().map(Key::column).toList());
        List<Map<String, String>> whole = rows(report.view().replace("reporting.", ""), keys).stream()
                .map(YearReader::texts)
                .toList();
        assertThat(paged).as(report.word()).isEqualTo(whole);
    }

    /** Ages grow meanwhile; times are spelt in other ways. */
    private static Map<String, String> texts(JsonNode row) {
        Map<String, String> texts = new TreeMap<>();
        row.properties().forEach(field -> texts.put(field.getKey(), text(field.getKey(), field.getValue())));
        return texts;
    }

    private static String text(String name, JsonNode value) {
        if (name.equals("age_s")) {
            return "";
        }
        String text =
                value.isNumber() ? value.decimalValue().stripTrailingZeros().toPlainString() : value.asText();
        return text.matches("20\\d\\d-.*T.*[+]00:00")
                ? OffsetDateTime.parse(text).toInstant().toString()
                : text;
    }
}
