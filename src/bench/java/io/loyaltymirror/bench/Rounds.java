package io.loyaltymirror.bench;

import io.loyaltymirror.bench.machine.Machine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Figures of several contestants, measured by turns: A-B-C-A-B-C. A shared machine drifts, so contestants are compared
 * inside each round, and the median of these ratios counts.
 */
public final class Rounds {

    /** By how much the reference may move before the whole measurement counts as disturbed. */
    private static final double STEADY = 0.20;

    private final Map<String, List<Double>> figures = new LinkedHashMap<>();
    private final String reference;
    private Machine.State machine;

    private Rounds(String reference) {
        this.reference = reference;
    }

    /**
     * Measures each contestant for nothing until it is warm, then in rounds.
     *
     * @param reference the name of the one that others are compared with, best a limit that no code of ours can move
     */
    public static Rounds of(List<Contestant> contestants, String reference, Bench.Settings settings) throws Exception {
        if (contestants.stream().noneMatch(each -> each.name().equals(reference))) {
            throw new IllegalArgumentException("there is no contestant " + reference);
        }
        for (Contestant contestant : contestants) {
            WarmUp.of(settings, contestant);
        }
        Rounds rounds = new Rounds(reference);
        Machine.Watch watch = Machine.watch();
        for (int round = 1; round <= settings.rounds(); round++) {
            for (Contestant contestant : contestants) {
                double figure = contestant.measure().over(settings.duration());
                rounds.add(contestant.name(), figure);
                System.out.printf(Locale.ROOT, "  round %d  %-44s %,12.1f%n", round, contestant.name(), figure);
            }
        }
        rounds.machine = watch.end();
        return rounds;
    }

    /** Figures that were measured elsewhere, by turns as here. */
    public static Rounds recorded(Map<String, List<Double>> figures, String reference, Machine.State machine) {
        Rounds rounds = new Rounds(reference);
        rounds.figures.putAll(figures);
        rounds.machine = machine;
        return rounds;
    }

    private void add(String name, double figure) {
        figures.computeIfAbsent(name, _ -> new ArrayList<>()).add(figure);
    }

    public boolean has(String name) {
        return figures.containsKey(name);
    }

    public List<String> names() {
        return List.copyOf(figures.keySet());
    }

    public double median(String name) {
        return Numbers.median(figures.get(name));
    }

    /** How far apart the figures lie: (largest - smallest) / median. */
    public double spread(String name) {
        List<Double> sorted = figures.get(name).stream().sorted().toList();
        return (sorted.getLast() - sorted.getFirst()) / Numbers.median(sorted);
    }

    /** The median of one's figure divided by the other's of the same round. */
    public double ratio(String name, String other) {
        List<Double> ours = figures.get(name);
        List<Double> theirs = figures.get(other);
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < ours.size(); round++) {
            ratios.add(ours.get(round) / theirs.get(round));
        }
        return Numbers.median(ratios);
    }

    /** The one that others are compared with. */
    public String reference() {
        return reference;
    }

    public boolean disturbed() {
        return spread(reference) > STEADY || machine.disturbed();
    }

    /** What is to be known of the machine while this was measured. */
    public String machine() {
        return "%s; %s moved by %s between rounds; %s"
                .formatted(
                        disturbed() ? "disturbed" : "undisturbed",
                        reference,
                        Numbers.percent(spread(reference)),
                        machine.figures());
    }

    /** The heads of {@link #rows}. */
    public List<String> heads(String unit) {
        return List.of("contestant", "median, " + unit, "least", "most", "spread", "× " + reference);
    }

    /** A line for each contestant: median, least, most, spread, ratio to the reference. */
    public List<List<String>> rows() {
        return names().stream().map(this::row).toList();
    }

    private List<String> row(String name) {
        List<Double> sorted = figures.get(name).stream().sorted().toList();
        return List.of(
                name,
                Numbers.figure(median(name)),
                Numbers.figure(sorted.getFirst()),
                Numbers.figure(sorted.getLast()),
                Numbers.percent(spread(name)),
                Numbers.ratio(ratio(name, reference)));
    }
}
