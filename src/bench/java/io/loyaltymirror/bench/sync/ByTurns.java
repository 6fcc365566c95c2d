package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.Bench;
import io.loyaltymirror.bench.Contestant;
import io.loyaltymirror.bench.Rounds;
import io.loyaltymirror.bench.machine.Machine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Rounds of work that has an end of its own and takes its time: each is done once for nothing, and not more often. */
final class ByTurns {

    private ByTurns() {}

    static Rounds of(List<Contestant> contestants, String reference, Bench.Settings settings) throws Exception {
        for (Contestant contestant : contestants) {
            contestant.measure().over(settings.duration());
        }
        Map<String, List<Double>> figures = new LinkedHashMap<>();
        Machine.Watch watch = Machine.watch();
        for (int round = 1; round <= settings.rounds(); round++) {
            for (Contestant contestant : contestants) {
                double figure = contestant.measure().over(settings.duration());
                figures.computeIfAbsent(contestant.name(), _ -> new ArrayList<>())
                        .add(figure);
                System.out.printf(Locale.ROOT, "  round %d  %-44s %,12.1f%n", round, contestant.name(), figure);
            }
        }
        return Rounds.recorded(figures, reference, watch.end());
    }
}
