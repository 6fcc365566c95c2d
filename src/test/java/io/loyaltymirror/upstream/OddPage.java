package io.loyaltymirror.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;

/** A page of random rows, most of them readable, with what must be read from it. The same seed makes the same page. */
final class OddPage {

    private static final String[] INNOCENT_NAMES = {"id2", "ID", "имя", "", "data", "meta", "success", "quo\"te", "🎁"};

    /** Each makes the row around it unreadable; a character stands for its byte. */
    private static final String[] POISONS = {
        "1e99999999999",
        "-1E-99999999999",
        "1e1001",
        "1e-1001",
        "9".repeat(1_001),
        "9".repeat(3_000),
        "[".repeat(66) + "]".repeat(66),
        "[".repeat(1_500) + "]".repeat(1_500),
        "\"\\u0000\"",
        "\"\\ud83c\"",
        "{\"\\udf81\":1}",
        "\"\u00FF\"",
        "\"\u00C0\u00A2\"",
        "\"\u00E2\u0082\"",
        "\"\u00ED\u00A0\u0080\"",
        "NaN",
        "01",
        "\"\t\"",
        "\"\\q\""
    };

    private static final String[] NO_IDS = {
        "0", "-1", "1.5", "\"\"", "\"x\"", "null", "[1]", "1e99999999999", "\"\u00FF\""
    };
    private static final String[] NO_OBJECTS = {
        "null", "7", "\"]}\"", "[]", "[{\"id\":7}]", "true", "\"\u00FF\"", "1e99999999999"
    };
    private static final String[] TOTALS = {
        "{\"total_count\":%d}", "{\"count\":\"%d\"}", "{\"x\":[1],\"total_count\":%d.0}"
    };
    private static final String[] SUCCESSES = {"true", "1", "\"1\"", "\"true\""};

    private final Random random;
    private final OddValues values;
    private final KnownFields fields;
    private final List<String> rows = new ArrayList<>();

    /** What each readable row must say, by its id and in order. */
    final Map<Long, ObjectNode> readable = new LinkedHashMap<>();

    final List<OptionalLong> unreadable = new ArrayList<>();
    final long total;

    OddPage(long seed, KnownFields fields, int size) {
        this.fields = fields;
        random = new Random(seed);
        values = new OddValues(random);
        total = random.nextInt(100_000);
        for (int i = 0; i < size; i++) {
            rows.add(row(1 + i + (random.nextLong() >>> 1) / 1_000 * 1_000 % (Long.MAX_VALUE - 10_000)));
        }
    }

    byte[] bytes() {
        List<String> members = new ArrayList<>(List.of(
                "\"success\":" + pick(SUCCESSES),
                "\"data\": [" + String.join(" ,\n", rows) + "]",
                "\"meta\":" + pick(TOTALS).formatted(total)));
        Collections.shuffle(members, random);
        String mark = random.nextInt(4) == 0 ? "\u00EF\u00BB\u00BF" : "";
        return (mark + "{" + String.join(", ", members) + "}\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private String row(long id) {
        return switch (random.nextInt(20)) {
            case 0 -> refused(OptionalLong.of(id), id(id), "\"poison\":" + pick(POISONS));
            case 1 -> refused(OptionalLong.empty(), "\"id\":" + pick(NO_IDS));
            case 2 -> {
                unreadable.add(OptionalLong.empty());
                yield pick(NO_OBJECTS);
            }
            default -> accepted(id);
        };
    }

    private String refused(OptionalLong id, String... extra) {
        unreadable.add(id);
        List<String> members = members(Json.MAPPER.createObjectNode());
        members.addAll(List.of(extra));
        return object(members);
    }

    private String accepted(long id) {
        ObjectNode expected = Json.MAPPER.createObjectNode().put("id", id);
        List<String> members = members(expected);
        members.add(id(id));
        readable.put(id, expected);
        return object(members);
    }

    private String id(long id) {
        return "\"id\":" + pick("%d", "\"%d\"", "%d.0", "%de0", "1,\"id\":%d").formatted(id);
    }

    private List<String> members(ObjectNode expected) {
        List<String> members = new ArrayList<>();
        fields.types().forEach((name, type) -> {
            if (!name.equals("id") && random.nextInt(6) > 0) {
                OddValues.Spelled value = values.known(type);
                expected.set(name, value.expected());
                String shadowed = random.nextInt(10) == 0 ? "\"" + name + "\":[0]," : "";
                members.add(shadowed + values.text(name) + ":" + value.json());
            }
        });
        for (int i = random.nextInt(5); i > 0; i--) {
            String name = pick(INNOCENT_NAMES) + (random.nextBoolean() ? "" : values.characters());
            JsonNode value = values.any(3);
            if (!expected.has(name)) {
                expected.set(name, value);
                members.add(values.text(name) + " : " + values.spelled(value));
            }
        }
        return members;
    }

    private String object(List<String> members) {
        Collections.shuffle(members, random);
        return "{" + String.join(random.nextBoolean() ? "," : " ,\r\n", members) + "}";
    }

    private String pick(String... from) {
        return from[random.nextInt(from.length)];
    }
}
