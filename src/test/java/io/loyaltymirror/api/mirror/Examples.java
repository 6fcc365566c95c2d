package io.loyaltymirror.api.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The answers in {@code src/docs/examples}, and what it means that one has their shape. */
final class Examples {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Path EXAMPLES = Path.of("src/docs/examples");

    /** Words and numbers that mean the same whenever they are told. */
    private static final Set<String> FIXED = Set.of(
            "chain_id",
            "kind",
            "outcome",
            "status",
            "title",
            "type",
            "detail",
            "errors",
            "released_by",
            "generation",
            "operation",
            "state",
            "message",
            "resolved_by");

    private Examples() {}

    static JsonNode example(String name) {
        try {
            return JSON.readTree(Files.readString(EXAMPLES.resolve(name + ".json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(Response answer) {
        try {
            return JSON.readTree(answer.asString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A list's elements are compared one by one with the example's; a list of plain values by its first alone. */
    static void assertSame(String where, JsonNode actual, JsonNode example) {
        assertThat(actual.getNodeType()).as(where).isEqualTo(example.getNodeType());
        if (example.isObject()) {
            assertThat(names(actual)).as(where).isEqualTo(names(example));
            example.properties().forEach(field -> assertField(where, field.getKey(), actual, example));
        } else if (example.isArray() && example.path(0).isContainerNode()) {
            assertThat(actual.size()).as(where).isEqualTo(example.size());
            for (int i = 0; i < example.size(); i++) {
                assertSame(where + "[" + i + "]", actual.get(i), example.get(i));
            }
        } else if (example.isArray()) {
            assertSame(where + "[0]", actual.path(0), example.path(0));
        } else if (where.endsWith("_at") && example.getNodeType() == JsonNodeType.STRING) {
            assertThat(Instant.parse(actual.asText())).as(where).isNotNull();
        } else if (example.isNumber()) {
            assertThat(actual.isIntegralNumber()).as(where).isEqualTo(example.isIntegralNumber());
        }
    }

    private static void assertField(String where, String name, JsonNode actual, JsonNode example) {
        JsonNode found = actual.get(name);
        assertSame(where + "." + name, found, example.get(name));
        if (FIXED.contains(name) && (found.isValueNode() || name.equals("errors"))) {
            assertThat(found).as(where + "." + name).isEqualTo(example.get(name));
        }
    }

    private static Set<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
    }
}
