package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** JSON that comes out as it was put in: decimals keep every digit, odd strings and long numbers pass. */
final class Json {
    static final JsonMapper MAPPER = mapper();

    private static final ObjectWriter PLAIN = MAPPER.writer();
    private static final ObjectWriter ESCAPED = PLAIN.with(JsonWriteFeature.ESCAPE_NON_ASCII);

    private Json() {}

    private static JsonMapper mapper() {
        var mapper = JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .build();
        mapper.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNumberLength(100_000).build());
        // An envelope lies deeper than the deepest row that can be put.
        mapper.getFactory()
                .setStreamWriteConstraints(
                        StreamWriteConstraints.builder().maxNestingDepth(2_000).build());
        return mapper;
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /**
     * A record read from members by their names in snake case.
     *
     * @throws IllegalArgumentException says which member is unknown or has no good value
     */
    static <T> T as(Class<T> type, ObjectNode members) {
        var known = MAPPER.getDeserializationConfig().introspect(MAPPER.constructType(type)).findProperties().stream()
                .map(BeanPropertyDefinition::getName)
                .toList();
        // Before all else: a misspelled member should not be told as the lack of the one that was meant.
        members.fieldNames()
                .forEachRemaining(
                        name -> demand(known.contains(name), "there is no %s, only %s".formatted(name, known)));
        try {
            return MAPPER.treeToValue(members, type);
        } catch (JsonProcessingException e) {
            // What a record's own check says is clearer than Jackson's words around it.
            var own = e.getCause() instanceof IllegalArgumentException cause ? cause.getMessage() : null;
            throw new IllegalArgumentException(own == null ? e.getOriginalMessage() : own, e);
        }
    }

    /** The record with other members, as {@link #as} reads them. */
    static <T extends Record> T changed(T record, ObjectNode members) {
        ObjectNode merged = MAPPER.valueToTree(record);
        merged.setAll(members);
        @SuppressWarnings("unchecked")
        var type = (Class<T>) record.getClass();
        return as(type, merged);
    }

    /** What a record asks of its members. */
    static void demand(boolean good, String message) {
        if (!good) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Empty bytes are a missing node. */
    static JsonNode read(byte[] text) throws JsonProcessingException {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** UTF-8; a text with a lone surrogate, which UTF-8 cannot say, is escaped instead. */
    static byte[] write(JsonNode node) {
        try {
            var text = PLAIN.writeValueAsString(node);
            var speakable = StandardCharsets.UTF_8.newEncoder().canEncode(text);
            return (speakable ? text : ESCAPED.writeValueAsString(node)).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
