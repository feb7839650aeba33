package org.banktransfer.bench.report;

import org.HdrHistogram.Histogram;

import java.util.LinkedHashMap;
import java.util.Map;

/// Of how long something took, in milliseconds.
public record Percentiles(long count, double p50, double p99, double p999, double max) {

    /// @param micros values in microseconds
    public static Percentiles of(Histogram micros) {
        return new Percentiles(
                micros.getTotalCount(),
                millis(micros, 50),
                millis(micros, 99),
                millis(micros, 99.9),
                micros.getMaxValue() / 1000.0);
    }

    private static double millis(Histogram micros, double percentile) {
        return micros.getValueAtPercentile(percentile) / 1000.0;
    }

    Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("count", count);
        json.put("p50_ms", p50);
        json.put("p99_ms", p99);
        json.put("p99_9_ms", p999);
        json.put("max_ms", max);
        return json;
    }

    @Override
    public String toString() {
        return "p50 %.1f  p99 %.1f  p99.9 %.1f  max %.1f ms".formatted(p50, p99, p999, max);
    }
}
