package io.loyaltymirror.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loyaltymirror.Kind;
import io.loyaltymirror.report.YearLife.Sold;
import io.loyaltymirror.report.YearLife.State;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the views must say of the lives of a chain's types. */
record YearRules(YearReader reader, Map<Kind, Map<Long, YearLife>> lives) {

    private interface OfLife {
        void accept(Kind kind, long id, YearLife life);
    }

    private void forEach(OfLife each) {
        lives.forEach((kind, all) -> all.forEach((id, life) -> each.accept(kind, id, life)));
    }

    private static Instant time(JsonNode row, String column) {
        return row.path(column).isNull()
                ? null
                : OffsetDateTime.parse(row.path(column).asText()).toInstant();
    }

    void salesAreWhatTotalsMovedBy() {
        Map<String, JsonNode> told = new HashMap<>();
        reader.rows("issuance_daily", "1")
                .forEach(row -> told.put(
                        row.path("kind").asText() + " " + row.path("type_id") + " "
                                + row.path("day").asText(),
                        row));
        Set<String> expected = new TreeSet<>();
        forEach((kind, id, life) -> life.sold.forEach((day, sold) -> {
            String key = kind.word() + " " + id + " " + day;
            expected.add(key);
            assertSold(key, told.get(key), sold);
        }));
        assertThat(told.keySet()).isEqualTo(expected);
        assertThat(told.values().stream()
                        .mapToLong(row -> row.path("fell").asLong())
                        .sum())
                .isPositive();
    }

    private static void assertSold(String key, JsonNode row, Sold sold) {
        assertThat(row).as(key).isNotNull();
        assertThat(row.path("issued").asLong()).as(key).isEqualTo(sold.issued());
        assertThat(row.path("fell").asLong()).as(key).isEqualTo(sold.fell());
        assertThat(row.path("total").asLong()).as(key).isEqualTo(sold.total());
        assertThat(sold.until().contains(time(row, "issued_until"))).as(key).isTrue();
        Instant after = time(row, "issued_after");
        if (sold.after() == null) {
            assertThat(after).as(key).isNull();
        } else if (sold.isExact()) {
            assertThat(sold.after().contains(after))
                    .as(key + " " + row + " " + sold)
                    .isTrue();
        } else {
            assertThat(after).as(key).isBeforeOrEqualTo(sold.after().ended());
        }
    }

    void historyIsWhatWasPublished() {
        for (Kind kind : Kind.values()) {
            Map<Long, List<JsonNode>> told = new HashMap<>();
            reader.rows(kind.word() + "_history", "id, valid_from")
                    .forEach(row -> told.computeIfAbsent(row.path("id").asLong(), _ -> new ArrayList<>())
                            .add(row));
            assertThat(told.keySet()).isEqualTo(lives.get(kind).keySet());
            told.forEach((id, rows) -> assertHistory(kind, rows, lives.get(kind).get(id).states));
        }
    }

    private static void assertHistory(Kind kind, List<JsonNode> rows, List<State> states) {
        assertThat(rows)
                .extracting(row -> row.path("op").asText())
                .isEqualTo(states.stream().map(State::op).toList());
        for (int i = 0; i < rows.size(); i++) {
            JsonNode row = rows.get(i);
            assertThat(states.get(i).window().contains(time(row, "valid_from"))).isTrue();
            assertThat(time(row, "valid_to"))
                    .isEqualTo(i + 1 < rows.size() ? time(rows.get(i + 1), "valid_from") : null);
            assertThat(words(kind, row)).isEqualTo(words(kind, states.get(i).body()));
        }
    }

    /** Of a row of history, or of Altegio's own. */
    private static String words(Kind kind, JsonNode row) {
        return row == null || row.path("title").isNull()
                ? "gone"
                : row.path("title").asText() + " " + price(kind, row) + " " + row.path("is_archived");
    }

    private static String price(Kind kind, JsonNode row) {
        return row.path(YearEditor.price(kind)).asInt() + " "
                + row.path("online_sale_price").asInt();
    }

    void priceAndArchiveChangesAreThoseOfHistory() {
        List<String> told = reader.rows("price_or_archive_change", "kind, type_id, generation, seq").stream()
                .map(row -> row.path("kind").asText() + " " + row.path("type_id") + ": "
                        + row.path("price_before").asInt()
                        + " " + row.path("online_sale_price_before").asInt() + " " + row.path("was_archived") + " -> "
                        + row.path("price").asInt() + " "
                        + row.path("online_sale_price").asInt() + " "
                        + row.path("is_archived") + " " + row.path("title").asText())
                .toList();
        List<String> expected = new ArrayList<>();
        forEach((kind, id, life) -> {
            List<State> states = life.present();
            for (int i = 1; i < states.size(); i++) {
                String before = priceAndArchive(kind, states.get(i - 1));
                String after = priceAndArchive(kind, states.get(i));
                if (!before.equals(after)) {
                    expected.add(kind.word() + " " + id + ": " + before + " -> " + after + " "
                            + states.get(i).body().path("title").asText());
                }
            }
        });
        assertThat(told).isEqualTo(expected).hasSizeGreaterThan(50);
    }

    private static String priceAndArchive(Kind kind, State state) {
        return price(kind, state.body()) + " " + state.body().path("is_archived");
    }

    void catalogueIsWhatIsListed() {
        Set<String> told = new TreeSet<>();
        reader.rows("catalogue_by_location", "1")
                .forEach(row -> told.add(
                        row.path("location_id") + " " + row.path("kind").asText() + " " + row.path("type_id") + " "
                                + row.path("price").asInt()));
        Set<String> expected = new TreeSet<>();
        forEach((kind, id, life) -> {
            if (!life.isGone) {
                locations(kind, life.body)
                        .forEach(location -> expected.add(location + " " + kind.word() + " " + id + " "
                                + life.body.path(YearEditor.price(kind)).asInt()));
            }
        });
        assertThat(told).isEqualTo(expected);
    }

    private static Set<Long> locations(Kind kind, JsonNode body) {
        Set<Long> ids = new TreeSet<>();
        body.path(kind == Kind.CERTIFICATE_TYPE ? "salon_ids" : "attached_salon_ids")
                .forEach(id -> ids.add(id.asLong()));
        return ids.isEmpty() ? Set.of(0L) : ids;
    }

    void typesAreAsSeenLast() {
        for (Kind kind : Kind.values()) {
            List<JsonNode> rows = reader.rows(kind.word(), "id");
            assertThat(rows).hasSameSizeAs(lives.get(kind).keySet());
            rows.forEach(row -> {
                YearLife life = lives.get(kind).get(row.path("id").asLong());
                assertThat(row.path("state").asText().equals("GONE")).isEqualTo(life.isGone);
                assertThat(words(kind, row)).isEqualTo(words(kind, life.body));
                assertThat(row.path(YearEditor.total(kind)).asLong())
                        .isEqualTo(life.body.path(YearEditor.total(kind)).asLong());
            });
        }
    }
}
