package io.loyaltymirror.bench.figures;

import io.loyaltymirror.bench.Numbers;
import io.loyaltymirror.bench.Plot;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Lines over logarithmic axes; of quantiles the horizontal one counts nines. */
final class Lines {

    private static final int WIDTH = 820;
    private static final int HEIGHT = 330;
    private static final int LEFT = 76;
    private static final int TOP = 48;
    private static final int RIGHT = 250;
    private static final int BOTTOM = 52;
    private static final List<Double> NINES = List.of(0.0, 90.0, 99.0, 99.9, 99.99);

    private final Plot plot;
    private final Scale across;
    private final Scale up;

    Lines(Plot plot) {
        this.plot = plot;
        across = Scale.over(all().map(this::across), LEFT, WIDTH - RIGHT);
        // From one power of ten to another: what lies close together must not look far apart.
        DoubleStream heights = plot.series().stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(point -> Math.log10(Math.max(1e-3, point.y())));
        double[] sorted = heights.sorted().toArray();
        up = new Scale(Math.floor(sorted[0]), Math.ceil(sorted[sorted.length - 1] + 1e-9), HEIGHT - BOTTOM, TOP);
    }

    private DoubleStream all() {
        return plot.series().stream().flatMap(line -> line.points().stream()).mapToDouble(Plot.Point::x);
    }

    private double across(double x) {
        return plot.form() == Plot.Form.QUANTILES ? -Math.log10(1 - x / 100) : Math.log10(x);
    }

    /** From a span of values to a span of the drawing. */
    private record Scale(double low, double high, double from, double to) {

        static Scale over(DoubleStream values, double from, double to) {
            double[] sorted = values.sorted().toArray();
            return new Scale(sorted[0], sorted[sorted.length - 1], from, to);
        }

        double at(double value) {
            return high == low ? (from + to) / 2 : from + (value - low) / (high - low) * (to - from);
        }
    }

    String svg() {
        Svg svg = new Svg(WIDTH, HEIGHT);
        svg.text(16, 26, Svg.Anchor.START, "title", plot.title());
        axes(svg);
        for (int number = 0; number < plot.series().size(); number++) {
            Plot.Series line = plot.series().get(number);
            String colour = Svg.colour(number);
            svg.line(
                    line.points().stream()
                            .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", x(point), y(point)))
                            .collect(Collectors.joining(" ")),
                    colour);
            line.points().forEach(point -> svg.dot(x(point), y(point), colour));
            double at = TOP + 14 + 22 * number;
            svg.bar(WIDTH - RIGHT + 22, at - 9, 14, 10, colour);
            svg.text(WIDTH - RIGHT + 44, at, Svg.Anchor.START, "", line.name());
        }
        return svg.toString();
    }

    private double x(Plot.Point point) {
        return across.at(across(point.x()));
    }

    private double y(Plot.Point point) {
        return up.at(Math.log10(Math.max(1e-3, point.y())));
    }

    private void axes(Svg svg) {
        for (double power = up.low(); power <= up.high() + 1e-9; power++) {
            double y = up.at(power);
            svg.rule(LEFT, y, WIDTH - RIGHT, y);
            svg.text(LEFT - 8, y + 4, Svg.Anchor.END, "small faint", plain(Math.pow(10, power)));
        }
        for (double value : marks()) {
            double x = across.at(across(value));
            svg.rule(x, TOP, x, HEIGHT - BOTTOM);
            String mark = plot.form() == Plot.Form.QUANTILES ? plain(value) + " %" : plain(value);
            svg.text(x, HEIGHT - BOTTOM + 18, Svg.Anchor.MIDDLE, "small faint", mark);
        }
        svg.text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 14, Svg.Anchor.MIDDLE, "faint", plot.x());
        svg.text(16, TOP - 8, Svg.Anchor.START, "small faint", plot.y());
    }

    private List<Double> marks() {
        return plot.form() == Plot.Form.QUANTILES
                ? NINES
                : all().distinct().sorted().boxed().toList();
    }

    private static String plain(double value) {
        return value >= 1_000
                ? Numbers.figure(value)
                : new BigDecimal(String.format(Locale.ROOT, "%.3f", value))
                        .stripTrailingZeros()
                        .toPlainString();
    }
}
