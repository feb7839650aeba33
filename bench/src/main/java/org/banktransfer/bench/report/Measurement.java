package org.banktransfer.bench.report;

import static java.util.Objects.requireNonNull;

import org.banktransfer.bench.measured.Snapshot.Used;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;

/// What one load came to.
///
/// @param name tells it from the others of the same report
/// @param pace for people
/// @param offeredPerSecond requests that were due; empty in a closed loop
/// @param done what there was to do and was done within the measured time: transfers settled, or
///   answers read
/// @param unit what `done` counts
/// @param answers how many requests got which status
/// @param unanswered requests that got none
/// @param latencies by what they are of, in the order of interest
/// @param used by all processes, within `used.seconds`
/// @param more figures of this scenario alone
public record Measurement(
        String name,
        String pace,
        double offeredPerSecond,
        long done,
        String unit,
        SortedMap<Integer, Long> answers,
        long unanswered,
        Map<String, Percentiles> latencies,
        Used used,
        Map<String, Object> more) {

    public Measurement {
        latencies = new LinkedHashMap<>(latencies);
        more = new LinkedHashMap<>(more);
    }

    public double perSecond() {
        return done / used.seconds();
    }

    /// CPU of one process, in seconds per thousand done.
    public double cpuSecondsPer1000(String process) {
        return used.cpuSeconds().getOrDefault(process, 0.0) * 1000 / Math.max(1, done);
    }

    /// @param of as in `latencies`
    public Percentiles latency(String of) {
        return requireNonNull(latencies.get(of), of);
    }

    void print(PrintStream out) {
        out.printf("%s (%s)%n", name, pace);
        line(out, unit + " a second", "%.0f".formatted(perSecond()));
        latencies.forEach((of, percentiles) -> line(out, of, percentiles.toString()));
        line(out, "answers", answers + (unanswered > 0 ? ", unanswered " + unanswered : ""));
        used.cpuSeconds()
                .keySet()
                .forEach(process ->
                        line(
                                out,
                                "CPU-s per 1,000, " + process,
                                "%.3f".formatted(cpuSecondsPer1000(process))));
        line(
                out,
                "of PostgreSQL's log, each",
                "%.0f bytes, %.3f fsyncs, %.3f commits; %d checkpoints"
                        .formatted(
                                each(used.walBytes()),
                                each(used.fsyncs()),
                                each(used.commits()),
                                used.checkpoints()));
        line(
                out,
                "GC of the node",
                "%d pauses, %.1f ms a second, %.0f KiB allocated each"
                        .formatted(
                                used.pauses(),
                                1000 * used.pauseSeconds() / used.seconds(),
                                each((long) used.allocatedBytes()) / 1024));
        more.forEach((of, figure) -> line(out, of.replace('_', ' '), String.valueOf(figure)));
    }

    private static void line(PrintStream out, String of, String figure) {
        out.printf("  %-34s %s%n", of, figure);
    }

    private double each(long sum) {
        return (double) sum / Math.max(1, done);
    }

    Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", name);
        json.put("pace", pace);
        json.put("offered_per_second", offeredPerSecond);
        json.put("seconds", used.seconds());
        json.put("unit", unit);
        json.put("done", done);
        json.put("per_second", perSecond());
        json.put("answers", answers);
        json.put("unanswered", unanswered);
        var all = new LinkedHashMap<String, Object>();
        latencies.forEach((of, percentiles) -> all.put(of.replace(' ', '_'), percentiles.json()));
        json.put("latencies", all);
        var cpu = new LinkedHashMap<String, Object>();
        used.cpuSeconds().keySet().forEach(name -> cpu.put(name, cpuSecondsPer1000(name)));
        json.put("cpu_seconds_per_1000", cpu);
        json.put("wal_bytes_each", each(used.walBytes()));
        json.put("fsyncs_each", each(used.fsyncs()));
        json.put("commits_each", each(used.commits()));
        json.put("checkpoints", used.checkpoints());
        var gc = new LinkedHashMap<String, Object>();
        gc.put("pauses", used.pauses());
        gc.put("pause_seconds", used.pauseSeconds());
        gc.put("allocated_bytes_each", each((long) used.allocatedBytes()));
        json.put("gc", gc);
        json.putAll(more);
        return json;
    }
}
