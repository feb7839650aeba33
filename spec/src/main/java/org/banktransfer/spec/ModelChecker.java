package org.banktransfer.spec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/// Runs TLC in a process of its own: it keeps its state in static fields, and may need more memory
/// than we have here. Leaves no files behind. Safe under concurrency.
public final class ModelChecker {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private final Consumer<String> listener;

    /// @param listener is given each line that TLC prints, as it does
    public ModelChecker(Consumer<String> listener) {
        this.listener = listener;
    }

    /// @return what TLC found, also if that is nothing because it ran out of time
    Verdict check(Task task) {
        try {
            var directory = Files.createTempDirectory("tlc");
            try {
                return check(task, directory);
            } finally {
                delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Verdict check(Task task, Path directory) throws IOException {
        for (var module : task.modules()) {
            Files.copy(module, directory.resolve(module.getFileName()));
        }
        Files.writeString(directory.resolve(task.module() + ".cfg"), task.configuration());
        long startedNanos = System.nanoTime();
        var process =
                new ProcessBuilder(command(task, directory))
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        var stop = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            Thread.ofVirtual().start(() -> stopAfter(process, task.within()));
            var output = output(process);
            var took = Duration.ofNanos(System.nanoTime() - startedNanos);
            return took.compareTo(task.within()) >= 0
                    ? new Verdict.NotChecked("took longer than " + task.within(), output)
                    : Verdict.of(output, took);
        } finally {
            process.destroyForcibly();
            Runtime.getRuntime().removeShutdownHook(stop);
        }
    }

    private static List<String> command(Task task, Path directory) {
        var command = new ArrayList<String>();
        command.add(JAVA.toString());
        // A short check spends its time on starting up, a long one on the states.
        command.addAll(
                task.workers() == 1
                        ? List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                        : List.of("-XX:+UseParallelGC"));
        command.addAll(
                List.of(
                        "-Xmx" + task.heapMebibytes() + "m",
                        "-Djava.io.tmpdir=" + directory,
                        "-cp",
                        tlc().toString(),
                        "tlc2.TLC",
                        "-nowarning",
                        "-workers",
                        task.workers() == 0 ? "auto" : String.valueOf(task.workers()),
                        "-metadir",
                        directory.resolve("states").toString(),
                        task.module()));
        return command;
    }

    private static Path tlc() {
        try {
            return Path.of(
                    tlc2.TLC.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void stopAfter(Process process, Duration within) {
        try {
            if (!process.waitFor(within)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }

    private String output(Process process) throws IOException {
        var output = new StringBuilder();
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                output.append(line).append('\n');
                listener.accept(line);
            }
        }
        return output.toString();
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
