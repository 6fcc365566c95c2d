package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import java.util.Optional;

/** One request, read whole. */
record Call(String method, String path, MultiMap query, MultiMap headers, byte[] body) {

    /** A parameter of the query, empty if blank. */
    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isBlank());
    }

    /** A parameter that counts from 1; what is no such number is as good as absent, as PHP has it. */
    int count(String name, int otherwise) {
        return parameter(name)
                .filter(value -> value.matches("[0-9]{1,9}"))
                .map(Integer::valueOf)
                .filter(value -> value > 0)
                .orElse(otherwise);
    }

    /** The body; empty unless it is a JSON object. */
    Optional<ObjectNode> json() {
        try {
            return Json.read(body) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
