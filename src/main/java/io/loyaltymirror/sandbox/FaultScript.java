package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The faults to come. Each request takes the oldest waiting one that fits it; if there is none, the draws have their
 * chance. What the rate limits refuse takes none. Thread-safe.
 */
public final class FaultScript {
    private final List<Fault> waiting = new ArrayList<>();
    private final List<Drawing> draws = new ArrayList<>();

    private record Drawing(FaultDraw draw, SplittableRandom random) {}

    FaultScript() {}

    /** Puts them at the end of the queue. */
    public synchronized void next(Fault... faults) {
        waiting.addAll(List.of(faults));
    }

    /** Draws from now on for each request that no waiting fault fits. */
    public synchronized void random(FaultDraw draw) {
        draws.add(new Drawing(draw, new SplittableRandom(draw.seed())));
    }

    /** What still waits; {@code times} counts what is left. */
    public synchronized List<Fault> waiting() {
        return List.copyOf(waiting);
    }

    /** What is over is over; a black hole or a late commit that began already goes on. */
    public synchronized void clear() {
        waiting.clear();
        draws.clear();
    }

    synchronized Optional<Fault> take(Call call) {
        for (int i = 0; i < waiting.size(); i++) {
            var fault = waiting.get(i);
            if (fault.fits(call)) {
                useUp(i);
                return Optional.of(fault);
            }
        }
        var drawn =
                draws.stream().map(each -> each.draw.next(each.random, call)).toList();
        return drawn.stream().flatMap(Optional::stream).findFirst();
    }

    private void useUp(int i) {
        var fault = waiting.get(i);
        if (fault.times() == 1) {
            waiting.remove(i);
        } else {
            waiting.set(i, fault.repeated(fault.times() - 1));
        }
    }

    synchronized ObjectNode asJson() {
        var json = Json.object();
        json.set("waiting", Json.MAPPER.valueToTree(waiting));
        json.set(
                "random",
                Json.MAPPER.valueToTree(draws.stream().map(Drawing::draw).toList()));
        return json;
    }
}
