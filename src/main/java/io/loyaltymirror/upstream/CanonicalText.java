package io.loyaltymirror.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A text that is the same for two rows exactly when they say the same: keys sorted, numbers in normal form, lists of ids
 * as sorted sets. Its SHA-256 tells whether a row changed without looking at the row.
 */
public final class CanonicalText {

    /** Stored beside each hash; raised whenever the text of any row would come out differently. */
    public static final int VERSION = 1;

    private final Set<String> idLists;
    private final StringBuilder text = new StringBuilder(1024);

    private CanonicalText(Set<String> idLists) {
        this.idLists = idLists;
    }

    /** Lower-case hex SHA-256 of the row's canonical text. */
    static String hash(JsonNode row, Set<String> idLists, Set<String> without) {
        CanonicalText canonical = new CanonicalText(idLists);
        canonical.object(row, without);
        try {
            byte[] bytes = canonical.text.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void value(JsonNode value) {
        switch (value.getNodeType()) {
            case OBJECT -> object(value, Set.of());
            case ARRAY -> list(value.valueStream().toList());
            case NUMBER -> text.append(normal(value.decimalValue()));
            default -> text.append(value);
        }
    }

    private void object(JsonNode object, Set<String> without) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        object.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
        sorted.keySet().removeAll(without);
        text.append('{');
        sorted.forEach((name, value) -> {
            text.append(Json.MAPPER.getNodeFactory().textNode(name)).append(':');
            if (idLists.contains(name) && value.isArray() && value.valueStream().allMatch(JsonNode::isNumber)) {
                ids(value);
            } else {
                value(value);
            }
            text.append(',');
        });
        text.append('}');
    }

    private void list(Collection<JsonNode> values) {
        text.append('[');
        values.forEach(value -> {
            value(value);
            text.append(',');
        });
        text.append(']');
    }

    private void ids(JsonNode values) {
        Set<BigDecimal> sorted = new TreeSet<>();
        values.forEach(value -> sorted.add(value.decimalValue()));
        text.append('[');
        sorted.forEach(id -> text.append(normal(id)).append(','));
        text.append(']');
    }

    private static String normal(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toString();
    }
}
