package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Faults by the control door: one JSON object or an array of them; with a {@code percent} it is a draw. */
final class ControlFaults {
    private final FaultScript script;

    ControlFaults(FaultScript script) {
        this.script = script;
    }

    Answer answer(Call call) {
        return switch (call.method()) {
            case "POST" -> add(call);
            case "DELETE" -> {
                script.clear();
                yield Answer.noContent();
            }
            default -> Answer.plain(200, script.asJson());
        };
    }

    /** All or none: a bad one in the middle of an array lets none in. */
    private Answer add(Call call) {
        var additions = new ArrayList<Runnable>();
        for (var each : given(call)) {
            additions.add(addition(each, additions.size() + 1));
        }
        additions.forEach(Runnable::run);
        return Answer.plain(201, script.asJson());
    }

    private static Iterable<JsonNode> given(Call call) {
        var body = call.tree().orElseThrow(() -> ControlDoor.error(400, "the body is not JSON"));
        return body instanceof ArrayNode array ? array : List.of(body);
    }

    private Runnable addition(JsonNode given, int number) {
        if (!(given instanceof ObjectNode members)) {
            throw ControlDoor.error(400, "fault %d: is not a JSON object".formatted(number));
        }
        try {
            if (members.has("percent")) {
                var draw = FaultDraw.of(members);
                return () -> script.random(draw);
            }
            var fault = Fault.of(members);
            return () -> script.next(fault);
        } catch (IllegalArgumentException e) {
            throw ControlDoor.error(400, "fault %d: %s".formatted(number, e.getMessage()));
        }
    }
}
