package io.loyaltymirror.sandbox;

import java.util.HashMap;
import java.util.Map;

/** An answer as it goes over the wire; the body is null if there is to be none. */
record Payload(int status, Map<String, String> headers, byte[] body) {
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json; charset=utf-8");

    static Payload of(Answer answer) {
        return answer.body() == null
                ? new Payload(answer.status(), Map.of(), null)
                : new Payload(answer.status(), JSON, Json.write(answer.body()));
    }

    Payload with(byte[] other) {
        return new Payload(status, headers, other);
    }

    Payload with(Map<String, String> others) {
        var all = new HashMap<>(headers);
        all.putAll(others);
        return new Payload(status, all, body);
    }
}
