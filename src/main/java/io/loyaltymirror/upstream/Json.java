package io.loyaltymirror.upstream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** How upstream's JSON is read and written: exact decimals, never binary floating point, and the bounds of a number. */
final class Json {

    /** No price or id needs more digits, and PostgreSQL's numeric ends at 131,072. */
    private static final int MAX_DIGITS = 1_000;

    /** Every number of a sane size can be spelled in this; 100,000 digits take 0.3 s to decode, which a refusal saves. */
    private static final int MAX_NUMBER_CHARS = 2 * MAX_DIGITS;

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,100}(\\.\\d{1,100})?");

    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(MAX_NUMBER_CHARS)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    /**
     * The tree of a whole JSON text. The parser's own decoder would let overlong forms and halves of surrogate pairs
     * pass, Java's refuses them.
     */
    static JsonNode tree(byte[] utf8) throws IOException {
        CharsetDecoder strict = StandardCharsets.UTF_8.newDecoder();
        return MAPPER.readTree(strict.decode(ByteBuffer.wrap(utf8)).toString());
    }

    /** Whether a number is of a size that anybody means, and that PostgreSQL takes. */
    static boolean isSane(BigDecimal number) {
        return number.precision() <= MAX_DIGITS && Math.abs((long) number.scale()) <= MAX_DIGITS;
    }

    /** The number that a text spells in plain decimal digits, if it does. */
    static Optional<BigDecimal> number(String text) {
        return NUMBER.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }
}
