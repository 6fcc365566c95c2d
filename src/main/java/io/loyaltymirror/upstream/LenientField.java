package io.loyaltymirror.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.loyaltymirror.upstream.KnownFields.FieldType;
import java.math.BigDecimal;
import java.util.Optional;

/** Brings one field's value to its documented type; what does not fit stays as it came, so nothing is lost. */
final class LenientField {

    private LenientField() {}

    static JsonNode read(FieldType type, JsonNode value) {
        return switch (type) {
            case INTEGER -> integer(value).orElse(value);
            case NUMBER -> number(value).<JsonNode>map(DecimalNode::valueOf).orElse(value);
            case BOOLEAN -> bool(value).orElse(value);
            case TEXT -> value.isNumber() ? TextNode.valueOf(value.asText()) : value;
            case INTEGERS -> value.isArray() ? integers(value) : value;
        };
    }

    /** The value as a whole number, if it is one: 12, 12.0 and "12" are. */
    static Optional<JsonNode> integer(JsonNode value) {
        return number(value)
                .filter(n -> Json.isSane(n) && n.stripTrailingZeros().scale() <= 0)
                .map(n -> BigIntegerNode.valueOf(n.toBigIntegerExact()));
    }

    private static Optional<BigDecimal> number(JsonNode value) {
        if (value.isNumber()) {
            return Optional.of(value.decimalValue());
        }
        return value.isTextual() ? Json.number(value.textValue()) : Optional.empty();
    }

    private static Optional<JsonNode> bool(JsonNode value) {
        return switch (value.asText()) {
            case "1", "true" -> Optional.of(BooleanNode.TRUE);
            case "0", "false" -> Optional.of(BooleanNode.FALSE);
            default -> Optional.empty();
        };
    }

    private static JsonNode integers(JsonNode values) {
        ArrayNode read = JsonNodeFactory.instance.arrayNode(values.size());
        values.forEach(value -> read.add(integer(value).orElse(value)));
        return read;
    }
}
