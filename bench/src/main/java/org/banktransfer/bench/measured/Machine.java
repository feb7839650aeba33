package org.banktransfer.bench.measured;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the figures were taken on: without it they say nothing.
public final class Machine {

    private static final int PAGE_BYTES = 8192;
    private static final int FSYNCS = 300;

    private Machine() {}

    /// Its cores, its memory, its Java.
    public static Map<String, Object> describe() {
        var machine = new LinkedHashMap<String, Object>();
        machine.put("cpu", cpu());
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("memory_mib", memoryMib());
        machine.put("java", Runtime.version().toString());
        return machine;
    }

    /// How many processes wanted a core in the last minute: what else went on beside us.
    public static String load() {
        return read("/proc/loadavg").split(" ", 2)[0];
    }

    private static String cpu() {
        return read("/proc/cpuinfo")
                .lines()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    private static long memoryMib() {
        return read("/proc/meminfo")
                .lines()
                .filter(line -> line.startsWith("MemTotal:"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(kib -> Long.parseLong(kib) / 1024)
                .findFirst()
                .orElse(0);
    }

    /// What a process holds in memory now.
    public static long residentMib(long pid) {
        return read("/proc/" + pid + "/status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(kib -> Long.parseLong(kib) / 1024)
                .findFirst()
                .orElse(0);
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            return "";
        }
    }

    /// How long the disk takes to keep 8 KiB appended to a file of its own, in microseconds, as
    /// PostgreSQL asks for it (`fdatasync`) when it commits. To be measured while nothing else is
    /// going on.
    ///
    /// @param directory on the file system in question
    public static Histogram fsync(Path directory) {
        var took = new Histogram(3);
        try {
            var file = Files.createTempFile(directory, "fsync", null);
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                // The write-ahead log is written into files that are there already.
                var page = ByteBuffer.allocateDirect(PAGE_BYTES);
                for (int i = 0; i < FSYNCS; i++) {
                    page.clear();
                    channel.write(page);
                }
                channel.force(true);
                channel.position(0);
                for (int i = 0; i < FSYNCS; i++) {
                    page.clear();
                    channel.write(page);
                    long from = System.nanoTime();
                    channel.force(false);
                    took.recordValue((System.nanoTime() - from) / 1000);
                }
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return took;
    }
}
