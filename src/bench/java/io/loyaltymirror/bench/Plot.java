package io.loyaltymirror.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Numbers that are worth a picture.
 *
 * @param name of the file, without its ending
 * @param form bars or lines
 * @param title above it
 * @param x what lies along the horizontal axis; of bars the unit
 * @param y what lies along the vertical axis
 * @param series lines, or one series of bars
 */
public record Plot(String name, Form form, String title, String x, String y, List<Series> series) {

    /** How it is drawn. */
    public enum Form {
        BARS,
        /** Both axes logarithmic. */
        LINES,
        /** Shares of requests up to so many nines, and how long they waited. */
        QUANTILES
    }

    /**
     * One line, or the bars.
     *
     * @param name in the legend
     * @param points each with what is written at it
     */
    public record Series(String name, List<Point> points) {}

    /**
     * One of a line, or one bar, of which only the height counts.
     *
     * @param label what is written at it; empty for nothing
     */
    public record Point(double x, double y, String label) {}

    /** A bar for each contestant, with its ratio to the one that is named. */
    public static Plot bars(String name, String title, String unit, Rounds rounds, String reference) {
        List<Series> bars = new ArrayList<>();
        for (String each : rounds.names()) {
            String ratio = "(" + Numbers.ratio(rounds.ratio(each, reference)) + " ×)";
            bars.add(new Series(each, List.of(new Point(0, rounds.median(each), ratio))));
        }
        return new Plot(name, Form.BARS, title, unit + " (× " + reference + ")", "", bars);
    }
}
