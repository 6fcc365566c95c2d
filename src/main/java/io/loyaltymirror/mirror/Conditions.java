package io.loyaltymirror.mirror;

import java.util.HashMap;
import java.util.Map;

/** The growing condition of a query and the values that are bound in it. */
final class Conditions {

    private final StringBuilder text;
    private final Map<String, Object> parameters = new HashMap<>();

    Conditions(String first) {
        text = new StringBuilder(first);
    }

    void and(String condition, String name, Object value) {
        text.append(" and ").append(condition);
        bind(name, value);
    }

    void bind(String name, Object value) {
        parameters.put(name, value);
    }

    String text() {
        return text.toString();
    }

    Map<String, Object> parameters() {
        return parameters;
    }
}
