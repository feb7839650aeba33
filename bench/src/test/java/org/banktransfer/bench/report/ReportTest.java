package org.banktransfer.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.banktransfer.bench.measured.Snapshot.Used;
import org.banktransfer.bench.report.Plot.Point;
import org.banktransfer.bench.report.Report.Audited;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The shape that programs rely on.
class ReportTest {

    private final Report report = new Report("bench end-to-end");

    @Test
    void machines_find_every_figure_under_its_name_and_unit() {
        report.add(measurement());
        report.add("limit_per_second", 1000.0);
        report.add(new Audited("end to end", 2000, 0, 0, 0));

        var json = JsonMapper.builder().build().readTree(report.json());

        assertThat(json.get("clean").asBoolean()).isTrue();
        assertThat(json.at("/machine/cores").asInt()).isPositive();
        assertThat(json.at("/figures/limit_per_second").asDouble()).isEqualTo(1000);
        assertThat(json.at("/audits/0/difference_minor").asLong()).isZero();
        var measured = json.at("/measurements/0");
        assertThat(measured.get("per_second").asDouble()).isEqualTo(200);
        assertThat(measured.at("/latencies/answer/p50_ms").asDouble()).isEqualTo(2.0);
        assertThat(measured.at("/latencies/answer/p99_9_ms").isNumber()).isTrue();
        assertThat(measured.at("/cpu_seconds_per_1000/node").asDouble()).isEqualTo(0.5);
        assertThat(measured.at("/wal_bytes_each").asDouble()).isEqualTo(4);
        assertThat(measured.at("/fsyncs_each").asDouble()).isEqualTo(0.01);
        assertThat(measured.at("/gc/pauses").asInt()).isEqualTo(3);
        assertThat(measured.at("/answers/201").asInt()).isEqualTo(2000);
    }

    @Test
    void people_are_told_the_same() {
        report.add(measurement());
        var out = new ByteArrayOutputStream();
        report.print(new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("transfers a second", "200", "CPU-s per 1,000, node", "0.500");
    }

    @Test
    void a_report_over_books_that_are_not_right_is_not_clean() {
        report.add(new Audited("end to end", 2000, 0, 0, 0));
        report.add(new Audited("reads", 10, 1, 0, 0));

        assertThat(report.isClean()).isFalse();
    }

    @Test
    void the_plot_has_a_curve_for_each_percentile() {
        var svg =
                new Plot(
                                "Answers < loads",
                                List.of(
                                        new Point(100, new Percentiles(10, 1, 5, 9, 9)),
                                        new Point(1000, new Percentiles(10, 2, 20, 150, 200))))
                        .svg();

        assertThat(svg).startsWith("<svg").endsWith("</svg>\n").contains("Answers &lt; loads");
        assertThat(svg.split("<polyline", -1)).hasSize(4);
    }

    private static Measurement measurement() {
        var micros = new Histogram(3);
        micros.recordValueWithCount(2000, 2000);
        return new Measurement(
                "end to end",
                "closed loop, 4 connections",
                0,
                2000,
                "transfers",
                new TreeMap<>(Map.of(201, 2000L)),
                0,
                Map.of("answer", Percentiles.of(micros)),
                new Used(10, Map.of("node", 1.0), 8000, 20, 6000, 0, 0.1, 3, 1e6),
                Map.of("all_settled_after_s", 0.1));
    }
}
