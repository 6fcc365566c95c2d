package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import java.util.Optional;

/** One request, read whole; the uri is the path with the query, as sent. */
record Call(String method, String uri, String path, MultiMap query, MultiMap headers, byte[] body) {

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

    /** The same with another value of a parameter. */
    Call with(String parameter, int value) {
        var changed = MultiMap.caseInsensitiveMultiMap().addAll(query).set(parameter, Integer.toString(value));
        return new Call(method, uri, path, changed, headers, body);
    }

    boolean isRead() {
        return method.equals("GET") || method.equals("HEAD");
    }

    /** The body; empty unless it is a JSON object. */
    Optional<ObjectNode> json() {
        return tree().filter(ObjectNode.class::isInstance).map(ObjectNode.class::cast);
    }

    /** The body; empty unless it is JSON. */
    Optional<JsonNode> tree() {
        try {
            return Optional.of(Json.read(body));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
