package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Faults at random, the same for the same seed and the same requests.
 *
 * @param percent of all requests
 * @param seed where the drawing begins
 * @param faults one of them befalls a request that is drawn, if it fits; their {@code times} mean nothing
 */
@JsonNaming(SnakeCaseStrategy.class)
public record FaultDraw(double percent, long seed, List<Fault> faults) {

    public FaultDraw {
        Json.demand(percent > 0 && percent <= 100, "percent is over 0 and at most 100");
        Json.demand(faults != null && !faults.isEmpty(), "a draw has faults to draw from");
        faults = List.copyOf(faults);
    }

    /**
     * Named as at the control door.
     *
     * @throws IllegalArgumentException says which member is unknown or has no good value
     */
    public static FaultDraw of(ObjectNode members) {
        var whole = Json.object().put("seed", 1).setAll(members);
        if (members.get("faults") instanceof ArrayNode given) {
            var faults = Json.array();
            for (var fault : given) {
                Json.demand(fault instanceof ObjectNode, "each fault of a draw is a JSON object");
                faults.add(Json.MAPPER.<ObjectNode>valueToTree(Fault.of((ObjectNode) fault)));
            }
            ((ObjectNode) whole).set("faults", faults);
        }
        return Json.as(FaultDraw.class, (ObjectNode) whole);
    }

    /** Draws twice for each request, hit or not, so that one more miss does not shift all that follows. */
    Optional<Fault> next(SplittableRandom random, Call call) {
        var hit = random.nextDouble(100) < percent;
        var drawn = faults.get(random.nextInt(faults.size()));
        return hit && drawn.fits(call) ? Optional.of(drawn) : Optional.empty();
    }
}
