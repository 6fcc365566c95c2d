package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** What page damage does to rows. */
final class RowDamage {
    private RowDamage() {}

    static void shorten(ArrayNode rows) {
        for (int left = Math.ceilDiv(rows.size(), 3); left > 0; left--) {
            rows.remove(rows.size() - 1);
        }
    }

    /** A single row stands there twice. */
    static void duplicate(ArrayNode rows) {
        if (rows.isEmpty()) {
            return;
        }
        if (rows.size() > 1) {
            rows.remove(rows.size() - 1);
        }
        rows.add(rows.get(0));
    }

    static ObjectNode numbered(ArrayNode rows) {
        var numbered = Json.object();
        rows.forEach(row -> numbered.set(Integer.toString(numbered.size()), row));
        return numbered;
    }

    /** Of one row or of many. */
    static void idsAsStrings(JsonNode data) {
        if (data instanceof ObjectNode row && row.hasNonNull("id")) {
            row.put("id", row.get("id").asText());
        } else if (data instanceof ArrayNode rows) {
            rows.forEach(RowDamage::idsAsStrings);
        }
    }

    static JsonNode valuesAsStrings(JsonNode value) {
        return switch (value) {
            case ObjectNode object -> {
                var texts = Json.object();
                object.properties().forEach(member -> texts.set(member.getKey(), valuesAsStrings(member.getValue())));
                yield texts;
            }
            case ArrayNode array -> {
                var texts = Json.array();
                array.forEach(element -> texts.add(valuesAsStrings(element)));
                yield texts;
            }
            case JsonNode flag when flag.isBoolean() -> TextNode.valueOf(flag.booleanValue() ? "1" : "0");
            case JsonNode number
            when number.isNumber() -> TextNode.valueOf(number.decimalValue().toPlainString());
            default -> value;
        };
    }
}
