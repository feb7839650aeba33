package org.banktransfer.bench.report;

import java.util.List;
import java.util.Locale;

/// Latency against load, as SVG: the percentiles of the customer's answer over transfers a second,
/// the latencies on a logarithmic scale. Drawn by hand, because a library for it would weigh more
/// than all the rest of this module.
public final class Plot {

    private static final int WIDTH = 800;
    private static final int HEIGHT = 480;
    private static final int LEFT = 70;
    private static final int RIGHT = 110;
    private static final int TOP = 50;
    private static final int BOTTOM = 60;
    private static final List<String> COLOURS = List.of("#1b6ca8", "#c8553d", "#6a4c93");
    private static final List<String> NAMES = List.of("p50", "p99", "p99.9");

    private final String title;
    private final List<Point> points;
    private final double loadMax;
    private final double decadeMin;
    private final double decadeMax;

    /// @param perSecond the load
    public record Point(double perSecond, Percentiles latency) {
        private double of(int percentile) {
            return switch (percentile) {
                case 0 -> latency.p50();
                case 1 -> latency.p99();
                default -> latency.p999();
            };
        }
    }

    /// @param points in the order of their load; at least one
    public Plot(String title, List<Point> points) {
        this.title = title;
        this.points = List.copyOf(points);
        loadMax = 1.05 * points.stream().mapToDouble(Point::perSecond).max().orElse(1);
        double least = points.stream().mapToDouble(point -> point.of(0)).min().orElse(1);
        double most = points.stream().mapToDouble(point -> point.of(2)).max().orElse(1);
        decadeMin = Math.floor(Math.log10(Math.max(least, 0.01)));
        decadeMax = Math.max(Math.ceil(Math.log10(Math.max(most, 0.01))), decadeMin + 1);
    }

    /// The whole file.
    public String svg() {
        var svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"sans-serif\" font-size=\"13\">",
                WIDTH,
                HEIGHT);
        add(svg, "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT);
        add(svg, "<text x=\"%d\" y=\"28\" font-size=\"16\">%s</text>", LEFT, escaped(title));
        drawLatencies(svg);
        drawLoads(svg);
        for (int percentile = 0; percentile < NAMES.size(); percentile++) {
            drawCurve(svg, percentile);
        }
        return svg.append("</svg>\n").toString();
    }

    private void drawLatencies(StringBuilder svg) {
        for (int decade = (int) decadeMin; decade <= decadeMax; decade++) {
            double y = y(Math.pow(10, decade));
            add(
                    svg,
                    "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#ddd\"/>",
                    LEFT,
                    y,
                    WIDTH - RIGHT,
                    y);
            add(
                    svg,
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s ms</text>",
                    LEFT - 6,
                    y + 4,
                    decade < 0
                            ? "%.2f".formatted(Math.pow(10, decade))
                            : (long) Math.pow(10, decade));
        }
    }

    private void drawLoads(StringBuilder svg) {
        double step = Math.pow(10, Math.floor(Math.log10(loadMax)));
        step = loadMax / step < 3 ? step / 5 : loadMax / step < 6 ? step / 2 : step;
        for (double load = 0; load <= loadMax; load += step) {
            add(
                    svg,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.0f</text>",
                    x(load),
                    HEIGHT - BOTTOM + 20,
                    load);
        }
        add(
                svg,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">transfers a second</text>",
                (LEFT + WIDTH - RIGHT) / 2,
                HEIGHT - 15);
        add(
                svg,
                "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#888\"/>",
                LEFT,
                HEIGHT - BOTTOM,
                WIDTH - RIGHT,
                HEIGHT - BOTTOM);
    }

    private void drawCurve(StringBuilder svg, int percentile) {
        var line = new StringBuilder();
        var colour = COLOURS.get(percentile);
        for (var point : points) {
            double x = x(point.perSecond());
            double y = y(point.of(percentile));
            line.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
            add(svg, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>", x, y, colour);
        }
        add(
                svg,
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>",
                line.toString().strip(),
                colour);
        add(
                svg,
                "<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\">%s</text>",
                x(points.getLast().perSecond()) + 8,
                y(points.getLast().of(percentile)) + 4,
                colour,
                NAMES.get(percentile));
    }

    private double x(double load) {
        return LEFT + load / loadMax * (WIDTH - LEFT - RIGHT);
    }

    private double y(double millis) {
        double share =
                (Math.log10(Math.max(millis, Math.pow(10, decadeMin))) - decadeMin)
                        / (decadeMax - decadeMin);
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
    }

    // The annotation that would check the formats is in a library we do not need otherwise.
    @SuppressWarnings("AnnotateFormatMethod")
    private static void add(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
