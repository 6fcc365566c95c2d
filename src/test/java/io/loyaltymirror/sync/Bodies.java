package io.loyaltymirror.sync;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Rows of types, by value. */
public final class Bodies {

    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Bodies() {}

    public static JsonNode exact(String json) {
        try {
            return EXACT.readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a row says, whether in numbers and booleans or in their texts: upstream's faults may spell them so. */
    public static String words(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> fields(value).toString();
            case ARRAY -> value.valueStream().map(Bodies::words).toList().toString();
            case NUMBER -> value.decimalValue().stripTrailingZeros().toPlainString();
            case BOOLEAN -> value.booleanValue() ? "1" : "0";
            default -> value.asText();
        };
    }

    /** The same of each field. */
    static Map<String, String> fields(JsonNode row) {
        Map<String, String> sorted = new TreeMap<>();
        row.properties().forEach(field -> sorted.put(field.getKey(), words(field.getValue())));
        return sorted;
    }
}
