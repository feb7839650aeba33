package org.banktransfer.service.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/// A Java program run as a process of its own. Ends with this one, whatever happens here.
final class ChildProcess implements AutoCloseable {

    private static final Duration START_WITHIN = Duration.ofSeconds(60);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(20);

    private final Process process;
    private final Path log;
    private final CompletableFuture<String> announced = new CompletableFuture<>();
    private final Thread endWithUs;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        endWithUs = Thread.ofPlatform().unstarted(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(endWithUs);
    }

    /// Starts the program and waits until it says where it listens.
    ///
    /// @param jvmOptions of its JVM
    /// @param announcement a line of its output, with the URL as group 1
    /// @param environment added to ours; where secrets belong
    /// @param log gets all its output
    /// @throws IllegalStateException if it ends or says nothing for a minute; the message has its
    ///   last words
    static ChildProcess start(
            String classPath,
            List<String> jvmOptions,
            String mainClass,
            List<String> arguments,
            Map<String, String> environment,
            Pattern announcement,
            Path log) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(arguments);
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            var child = new ChildProcess(builder.start(), log);
            // A read of a pipe holds the thread that carries a virtual one: on a machine of two
            // cores, two programs that say nothing would stop every virtual thread here.
            Thread.ofPlatform().daemon().name(mainClass).start(() -> child.read(announcement));
            child.awaitAnnouncement(mainClass);
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(Pattern announcement) {
        try (var lines =
                        new BufferedReader(
                                new InputStreamReader(
                                        process.getInputStream(), StandardCharsets.UTF_8));
                var writer =
                        Files.newBufferedWriter(
                                log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String line; (line = lines.readLine()) != null; ) {
                writer.write(line + "\n");
                writer.flush();
                var matcher = announcement.matcher(line);
                if (matcher.find()) {
                    announced.complete(matcher.group(1));
                }
            }
        } catch (IOException e) {
            announced.completeExceptionally(e);
        }
        announced.completeExceptionally(new IOException("it ended"));
    }

    private void awaitAnnouncement(String mainClass) throws IOException {
        try {
            announced.get(START_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            close();
            throw new IllegalStateException(
                    mainClass + " did not start: " + lastWords() + " (" + log + ")", e);
        } catch (InterruptedException e) {
            close();
            throw new IllegalStateException("interrupted while " + mainClass + " started", e);
        }
    }

    private String lastWords() throws IOException {
        var lines = Files.readAllLines(log);
        return lines.isEmpty() ? "it said nothing" : lines.getLast();
    }

    String url() {
        return announced.join();
    }

    /// What it has said so far.
    String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// SIGKILL. Returns once it is gone.
    void kill() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
        forget();
    }

    /// SIGTERM, and SIGKILL if that does not end it in time. By the handle: `Process.destroy`
    /// closes our end of its output as well, and what it says while it stops would be lost.
    @Override
    public void close() {
        process.toHandle().destroy();
        try {
            if (!process.waitFor(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
        forget();
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(endWithUs);
        } catch (IllegalStateException e) {
            // We are ending ourselves; the hook runs or has run.
        }
    }
}
