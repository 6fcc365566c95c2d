package io.loyaltymirror.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/** What PostgreSQL's jsonb can hold, and what is of a sane size; one row beyond that must not block its chain. */
final class Storable {

    /** Upstream's rows are 3 deep. */
    private static final int MAX_DEPTH = 64;

    /** Upstream's rows have some 800 characters. */
    private static final int MAX_CHARS = 1 << 20;

    /** What is kept of a row that is too large to keep. */
    private static final int RAW_CHARS = 1 << 16;

    private Storable() {}

    /** Why a value cannot be stored; empty where it can. */
    static Optional<String> whyNot(JsonNode value) {
        return whyNot(value, 0);
    }

    /** Why a row's whole text cannot be stored; empty where it can. */
    static Optional<String> whyNot(String row) {
        return row.length() <= MAX_CHARS ? Optional.empty() : Optional.of("larger than " + MAX_CHARS + " characters");
    }

    private static Optional<String> whyNot(JsonNode value, int depth) {
        if (depth > MAX_DEPTH) {
            return Optional.of("nested deeper than " + MAX_DEPTH);
        }
        return switch (value.getNodeType()) {
            case STRING -> text(value.textValue());
            case NUMBER ->
                Json.isSane(value.decimalValue()) ? Optional.empty() : Optional.of("a number beyond all bounds");
            case OBJECT, ARRAY -> inside(value, depth);
            default -> Optional.empty();
        };
    }

    private static Optional<String> inside(JsonNode value, int depth) {
        Stream<Optional<String>> names = value.properties().stream().map(field -> text(field.getKey()));
        Stream<Optional<String>> values = value.valueStream().map(child -> whyNot(child, depth + 1));
        return Stream.concat(names, values).flatMap(Optional::stream).findFirst();
    }

    private static Optional<String> text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return Optional.of("U+0000 in a text");
            }
            if (Character.isSurrogate(c)) {
                boolean pair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
                if (!pair) {
                    return Optional.of("half a surrogate pair in a text");
                }
                i++;
            }
        }
        return Optional.empty();
    }

    /** The row's text for the quarantine, cut where it is out of all proportion. */
    static String rawText(JsonNode row) {
        return cut(row.toString());
    }

    /** The same of a row that is only bytes; PostgreSQL takes no U+0000 in a text either. */
    static String rawText(byte[] row) {
        int length = Math.min(row.length, RAW_CHARS);
        return cut(new String(row, 0, length, StandardCharsets.UTF_8).replace('\0', '\uFFFD'));
    }

    private static String cut(String text) {
        return text.length() <= RAW_CHARS ? text : text.substring(0, RAW_CHARS);
    }
}
