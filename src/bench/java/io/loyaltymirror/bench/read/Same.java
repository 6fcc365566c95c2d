package io.loyaltymirror.bench.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loyaltymirror.bench.load.Answer;
import io.loyaltymirror.bench.load.Caller;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Whether contestants say the same, asked once before anything is timed. */
final class Same {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final byte[] expected;
    private final JsonNode value;
    private final List<String> byBytes = new ArrayList<>();
    private final List<String> byValue = new ArrayList<>();

    Same(byte[] expected) throws IOException {
        this.expected = expected;
        value = MAPPER.readTree(expected);
    }

    /** @throws IllegalStateException if this address is answered with something else */
    Same check(String name, String url) throws IOException, InterruptedException {
        Answer answer = Caller.expect(200, url);
        if (Arrays.equals(expected, answer.body())) {
            byBytes.add(name);
        } else if (value.equals(MAPPER.readTree(answer.body()))) {
            byValue.add(name);
        } else {
            throw new IllegalStateException(name + " answers something else: " + answer.text());
        }
        return this;
    }

    /** What is to be known of it, as a note. */
    String note() {
        return "%,d bytes, checked before anything was timed; the same bytes: %s%s"
                .formatted(
                        expected.length,
                        String.join(", ", byBytes),
                        byValue.isEmpty() ? "" : "; the same values, written otherwise: " + String.join(", ", byValue));
    }
}
