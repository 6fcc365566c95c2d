package io.loyaltymirror.upstream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** JSON objects as exactly as upstream's own are read: of requests that go there, and of rows that came from there. */
public final class RequestJson {

    /** Of two fields of one name nobody knows which one upstream would take. */
    private static final ObjectReader READER = Json.MAPPER.reader().with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private static final Set<String> ID_LISTS = Set.of("service_ids", "salon_ids");

    private RequestJson() {}

    /** The object that the text is; empty where it is none, or none that a row could hold. */
    public static Optional<ObjectNode> object(String text) {
        try {
            return READER.readTree(text) instanceof ObjectNode object
                            && Storable.whyNot(object).isEmpty()
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (JsonProcessingException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** Likewise of bytes; empty also where they are no proper UTF-8. */
    public static Optional<ObjectNode> object(byte[] utf8) {
        try {
            return object(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    /** Lower-case hex SHA-256, the same for objects that say the same. */
    public static String fingerprint(JsonNode object) {
        return CanonicalText.hash(object, ID_LISTS, Set.of());
    }
}
