package io.loyaltymirror.api.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.harness.RegisteredChain;
import java.util.Map;
import java.util.TreeMap;

/** A copy of a chain's lists, kept by the feed as its documentation says. */
public record FeedReplay(Map<String, JsonNode> types) {

    static FeedReplay empty() {
        return new FeedReplay(new TreeMap<>());
    }

    /** As the data plane lists it now. */
    static FeedReplay of(RegisteredChain chain) {
        FeedReplay copy = empty();
        Map.of("certificate_type", "certificate_types", "membership_type", "abonement_types")
                .forEach((kind, path) ->
                        copy.take(kind, Examples.json(chain.list(path)).path("data")));
        return copy;
    }

    private void take(String kind, JsonNode rows) {
        rows.forEach(row -> types.put(kind + " " + row.path("id").asLong(), row));
    }

    void apply(JsonNode change) {
        String key = change.path("kind").asText() + " " + change.path("id").asLong();
        if (!change.path("listed").booleanValue()) {
            types.remove(key);
        } else if (change.path("op").asText().equals("ISSUED")) {
            ObjectNode body = types.get(key).deepCopy();
            change.path("fields").forEach(field -> body.remove(field.asText()));
            types.put(key, body.setAll((ObjectNode) change.path("body")));
        } else {
            types.put(key, change.path("body"));
        }
    }
}
