package org.banktransfer.bench.measured;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;

/// Everything that is counted, at one moment. Two of them make [Used].
///
/// @param cpuSeconds by process
/// @param pauseSeconds of the node's garbage collector, pauses only
/// @param allocatedBytes by the node
public record Snapshot(
        Instant at,
        Map<String, Double> cpuSeconds,
        Postgres.Written written,
        double pauseSeconds,
        double pauses,
        double allocatedBytes) {

    public static Snapshot take(
            Map<String, DoubleSupplier> processes, Postgres postgres, NodeMetrics metrics) {
        var cpu = new LinkedHashMap<String, Double>();
        processes.forEach((name, seconds) -> cpu.put(name, seconds.getAsDouble()));
        return new Snapshot(
                Instant.now(),
                cpu,
                postgres.written(),
                metrics.get("jvm_gc_pause_seconds_sum"),
                metrics.get("jvm_gc_pause_seconds_count"),
                metrics.get("jvm_gc_memory_allocated_bytes_total"));
    }

    /// What was used from then to now.
    public Used since(Snapshot then) {
        var cpu = new LinkedHashMap<String, Double>();
        cpuSeconds.forEach(
                (name, now) -> cpu.put(name, now - then.cpuSeconds.getOrDefault(name, 0.0)));
        return new Used(
                Duration.between(then.at, at).toNanos() / 1e9,
                cpu,
                written.walBytes() - then.written.walBytes(),
                written.fsyncs() - then.written.fsyncs(),
                written.commits() - then.written.commits(),
                written.checkpoints() - then.written.checkpoints(),
                pauseSeconds - then.pauseSeconds,
                (long) (pauses - then.pauses),
                allocatedBytes - then.allocatedBytes);
    }

    /// What was used in between.
    public record Used(
            double seconds,
            Map<String, Double> cpuSeconds,
            long walBytes,
            long fsyncs,
            long commits,
            long checkpoints,
            double pauseSeconds,
            long pauses,
            double allocatedBytes) {}
}
