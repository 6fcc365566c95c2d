package io.loyaltymirror.sandbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is wrong with a request, by field, as it stands in {@code meta.errors}. */
final class FieldErrors {
    private final Map<String, List<String>> errors = new LinkedHashMap<>();

    /** Notes the message unless the field is good; says whether it is. */
    boolean check(boolean good, String field, String message) {
        if (!good) {
            errors.computeIfAbsent(field, any -> new ArrayList<>()).add(message);
        }
        return good;
    }

    void refuseIfAny(int status) {
        if (!errors.isEmpty()) {
            throw new Refusal(Answer.refusal(status, "The given data was invalid.", errors));
        }
    }
}
