package io.loyaltymirror.upstream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks JSON's bytes from value to value without decoding any, so that a value nobody can read ends where it ends. The
 * walk reads one character a byte: all that structures JSON is ASCII, an offset is a byte's, and bytes that are not
 * UTF-8 do not stop it.
 */
final class RawJson {

    /** One level costs the walk some 56 bytes of heap and the response a single one. */
    private static final int MAX_DEPTH = 1 << 20;

    /** Whatever ends a value where strict JSON would is let through here: the value's own reading refuses it. */
    private static final JsonFactory LENIENT = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, false)
            .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
            .build();

    private final JsonParser parser;

    RawJson(byte[] bytes) throws IOException {
        parser = LENIENT.createParser(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /** Where a value lies: its first byte and the one behind its last. */
    record Slice(int from, int to) {

        byte[] of(byte[] bytes) {
            return Arrays.copyOfRange(bytes, from, to);
        }
    }

    JsonToken next() throws IOException {
        return parser.nextToken();
    }

    String name() throws IOException {
        return parser.currentName();
    }

    /** Goes to the end of the value that has just begun. */
    Slice value() throws IOException {
        int from = Math.toIntExact(parser.currentTokenLocation().getCharOffset());
        parser.skipChildren();
        return new Slice(from, end());
    }

    /** The byte behind the token that was walked last. */
    int end() throws IOException {
        // A text is skipped only when something asks for what follows it.
        parser.finishToken();
        return Math.toIntExact(parser.currentLocation().getCharOffset());
    }
}
