package io.loyaltymirror.bench.figures;

import io.loyaltymirror.bench.Numbers;
import io.loyaltymirror.bench.Plot;
import java.util.Comparator;
import java.util.List;

/** A bar for each contestant, the longest first; ours stand out. */
final class Bars {

    private static final int WIDTH = 820;
    private static final int TOP = 44;
    private static final int STEP = 26;
    private static final int NAMES = 250;
    private static final int VALUES = 150;

    private final Plot plot;

    Bars(Plot plot) {
        this.plot = plot;
    }

    String svg() {
        List<Plot.Series> bars = plot.series().stream()
                .sorted(Comparator.comparingDouble(Bars::height).reversed())
                .toList();
        double most = height(bars.getFirst());
        Svg svg = new Svg(WIDTH, TOP + STEP * bars.size() + 12);
        svg.text(16, 26, Svg.Anchor.START, "title", plot.title() + ", " + plot.x());
        for (int number = 0; number < bars.size(); number++) {
            Plot.Series bar = bars.get(number);
            double y = TOP + number * STEP;
            double length = height(bar) / most * (WIDTH - NAMES - VALUES);
            boolean ours = bar.name().startsWith("jar") || bar.name().startsWith("native");
            svg.text(NAMES - 10, y + 14, Svg.Anchor.END, "", bar.name());
            svg.bar(NAMES, y, length, STEP - 8, Svg.colour(ours ? 0 : 4));
            String value =
                    Numbers.figure(height(bar)) + " " + bar.points().getFirst().label();
            svg.text(NAMES + length + 8, y + 14, Svg.Anchor.START, "", value);
        }
        return svg.toString();
    }

    private static double height(Plot.Series bar) {
        return bar.points().getFirst().y();
    }
}
