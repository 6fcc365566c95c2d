package io.loyaltymirror.api.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the OpenAPI document says can be asked for. */
record Operations(List<Operation> all) {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    /**
     * One of them.
     *
     * @param query names of its parameters behind the question mark
     * @param headers names of those in the head
     */
    record Operation(String method, String path, List<String> query, List<String> headers) {

        boolean isRead() {
            return method.equals("GET");
        }
    }

    static Operations of(JsonNode document) {
        List<Operation> all = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    if (METHODS.contains(method.getKey())) {
                        all.add(new Operation(
                                method.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                names(method.getValue(), "query"),
                                names(method.getValue(), "header")));
                    }
                }));
        return new Operations(all);
    }

    /** Without the reason of a removal: one that is right would leave the others nothing to be asked about. */
    private static List<String> names(JsonNode operation, String in) {
        List<String> names = new ArrayList<>();
        boolean isRemoval = operation.path("summary").asText().equals("Removes a chain");
        for (JsonNode parameter : operation.path("parameters")) {
            if (parameter.path("in").asText().equals(in) && !isRemoval) {
                names.add(parameter.path("name").asText());
            }
        }
        return names;
    }
}
