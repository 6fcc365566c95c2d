package io.loyaltymirror.bench.figures;

import java.util.Locale;

/**
 * A drawing. It has a ground of its own, light or dark as the reader's system is, so that it can be read on any page.
 * Colours are classes: {@code a0} to {@code a7} for what is drawn, {@code ink}, {@code faint}.
 */
final class Svg {

    private static final int COLOURS = 8;

    private static final String STYLE = """
            <style>
            text { font: 13px system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif; fill: #24292f }
            .title { font-size: 15px; font-weight: 600 } .small { font-size: 11px } .faint { fill: #57606a }
            .ground { fill: #ffffff; stroke: #d0d7de } .rule { stroke: #d0d7de; fill: none } .line { fill: none; stroke-width: 2.2 }
            .a0 { fill: #1f6feb; stroke: #1f6feb } .a1 { fill: #c2571a; stroke: #c2571a } .a2 { fill: #2e8540; stroke: #2e8540 }
            .a3 { fill: #8250df; stroke: #8250df } .a4 { fill: #8c959f; stroke: #8c959f } .a5 { fill: #0f7b82; stroke: #0f7b82 }
            .a6 { fill: #b4323c; stroke: #b4323c } .a7 { fill: #7d6608; stroke: #7d6608 } .line { fill: none }
            @media (prefers-color-scheme: dark) {
            text { fill: #e6edf3 } .faint { fill: #9da7b3 } .ground { fill: #0d1117; stroke: #30363d } .rule { stroke: #30363d }
            .a0 { fill: #58a6ff; stroke: #58a6ff } .a1 { fill: #f0883e; stroke: #f0883e } .a2 { fill: #56d364; stroke: #56d364 }
            .a3 { fill: #bc8cff; stroke: #bc8cff } .a4 { fill: #7d8590; stroke: #7d8590 } .a5 { fill: #39c5cf; stroke: #39c5cf }
            .a6 { fill: #ff7b72; stroke: #ff7b72 } .a7 { fill: #e3b341; stroke: #e3b341 } .line { fill: none }
            }
            </style>
            """;

    /** Where a text has its place. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    private final StringBuilder elements = new StringBuilder();
    private final int width;
    private final int height;

    Svg(int width, int height) {
        this.width = width;
        this.height = height;
    }

    static String colour(int number) {
        return "a" + number % COLOURS;
    }

    Svg text(double x, double y, Anchor anchor, String style, String text) {
        return add(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">%s</text>",
                x, y, anchor.name().toLowerCase(Locale.ROOT), style, escape(text));
    }

    Svg bar(double x, double y, double length, double thickness, String style) {
        return add(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\" class=\"%s\"/>",
                x, y, Math.max(1, length), thickness, style);
    }

    Svg rule(double x1, double y1, double x2, double y2) {
        return add("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"rule\"/>", x1, y1, x2, y2);
    }

    Svg dot(double x, double y, String style) {
        return add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" class=\"%s\"/>", x, y, style);
    }

    /** @param points {@code x,y} pairs, apart by blanks */
    Svg line(String points, String style) {
        return add("<polyline points=\"%s\" class=\"%s line\"/>", points, style);
    }

    private Svg add(String element, Object... values) {
        elements.append(String.format(Locale.ROOT, element, values)).append('\n');
        return this;
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    @Override
    public String toString() {
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img">
                %3$s<rect x="0.5" y="0.5" width="%4$d" height="%5$d" rx="6" class="ground"/>
                %6$s</svg>
                """.formatted(width, height, STYLE, width - 1, height - 1, elements);
    }
}
