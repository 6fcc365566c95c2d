package io.loyaltymirror.upstream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.Kind;
import io.loyaltymirror.upstream.KnownFields.FieldType;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads one row of a list or a single answer: known fields in their documented types, all others as they came. */
final class RowReader {

    private static final BigInteger MAX_ID = BigInteger.valueOf(Long.MAX_VALUE);

    private final KnownFields fields;
    private final Set<String> idLists;

    RowReader(Kind kind) {
        fields = KnownFields.of(kind);
        idLists = fields.types().entrySet().stream()
                .filter(field -> field.getValue() == FieldType.INTEGERS)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What a row turned out to be. */
    sealed interface Row {}

    record Readable(TypePayload payload) implements Row {}

    record Unreadable(UnreadableRow row) implements Row {}

    Row read(JsonNode raw) {
        Optional<String> unstorable = Storable.whyNot(raw);
        OptionalLong id = id(raw);
        if (unstorable.isPresent()) {
            return unreadable(id, unstorable.get(), raw);
        }
        if (!raw.isObject()) {
            return unreadable(id, "not an object", raw);
        }
        if (id.isEmpty()) {
            return unreadable(id, "no id between 1 and 2^63-1", raw);
        }
        TypePayload payload = payload(id.getAsLong(), normalised(raw));
        return Storable.whyNot(payload.body())
                .<Row>map(reason -> unreadable(id, reason, raw))
                .orElse(new Readable(payload));
    }

    /** Both are rows that were read before. */
    TypePayload laidOver(TypePayload row, String stored) {
        try {
            ObjectNode over = (ObjectNode) Json.MAPPER.readTree(stored);
            over.setAll((ObjectNode) Json.MAPPER.readTree(row.body()));
            return payload(row.id(), over);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored row is JSON", e);
        }
    }

    private static Unreadable unreadable(OptionalLong id, String reason, JsonNode raw) {
        return new Unreadable(new UnreadableRow(id, reason, Storable.rawText(raw)));
    }

    private TypePayload payload(long id, ObjectNode row) {
        return new TypePayload(
                id,
                row.path("title").asText(""),
                row.toString(),
                CanonicalText.hash(row, idLists, Set.of()),
                CanonicalText.hash(row, idLists, fields.counters()));
    }

    private ObjectNode normalised(JsonNode raw) {
        ObjectNode row = Json.MAPPER.createObjectNode();
        raw.properties().forEach(field -> {
            FieldType type = fields.types().get(field.getKey());
            row.set(field.getKey(), type == null ? field.getValue() : LenientField.read(type, field.getValue()));
        });
        return row;
    }

    /** The row's id, if it is one that 63 bits hold. */
    static OptionalLong id(JsonNode raw) {
        return LenientField.integer(raw.path("id"))
                .map(JsonNode::bigIntegerValue)
                .filter(id -> id.signum() > 0 && id.compareTo(MAX_ID) <= 0)
                .map(id -> OptionalLong.of(id.longValueExact()))
                .orElse(OptionalLong.empty());
    }
}
