package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loyaltymirror.Kind;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pages nobody would write by hand; {@code -Dlenient.seed=} makes others, and a failure names its own. */
class LenientReadingTest {

    private static final int PAGES = 25;
    private static final int ROWS = 100;

    @ParameterizedTest
    @EnumSource
    void everyRowIsReadOrSetAsideAndNothingIsLost(Kind kind) {
        long first = Long.getLong("lenient.seed", 1);
        LongStream.range(first, first + PAGES).forEach(seed -> assertRead(kind, seed));
    }

    private static void assertRead(Kind kind, long seed) {
        OddPage odd = new OddPage(seed, KnownFields.of(kind), ROWS);
        TypePage page = Answer.page(kind, Responses.received(Responses.ok(odd.bytes())));

        assertThat(page.total()).as("total, seed %d", seed).isEqualTo(odd.total);
        assertThat(page.size()).as("rows, seed %d", seed).isEqualTo(ROWS);
        assertThat(page.unreadable())
                .as("unreadable, seed %d", seed)
                .extracting(UnreadableRow::id)
                .containsExactlyElementsOf(odd.unreadable);
        assertThat(page.rows())
                .as("readable, seed %d", seed)
                .extracting(TypePayload::id)
                .containsExactlyElementsOf(odd.readable.keySet());
        page.rows().forEach(row -> {
            JsonNode body = Rows.json(row.body());
            JsonNode expected = odd.readable.get(row.id());
            assertThat(same(body, expected))
                    .as("seed %d: %s must say %s", seed, body, expected)
                    .isTrue();
        });
    }

    /** Whether two values are of one type and say the same. */
    private static boolean same(JsonNode one, JsonNode other) {
        return one.getNodeType() == other.getNodeType()
                && switch (other.getNodeType()) {
                    case OBJECT ->
                        names(one).equals(names(other))
                                && other.properties().stream()
                                        .allMatch(field -> same(one.get(field.getKey()), field.getValue()));
                    case ARRAY ->
                        one.size() == other.size()
                                && IntStream.range(0, one.size()).allMatch(i -> same(one.get(i), other.get(i)));
                    case NUMBER ->
                        one.decimalValue().compareTo(other.decimalValue()) == 0
                                && (one.isIntegralNumber() || !other.isIntegralNumber());
                    default -> one.equals(other);
                };
    }

    private static Set<String> names(JsonNode object) {
        return object.propertyStream().map(Map.Entry::getKey).collect(Collectors.toSet());
    }
}
