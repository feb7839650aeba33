package org.banktransfer.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The sandbox as its users run it: a process of its own.
final class SandboxProcess implements AutoCloseable {

    private final Process process;
    private final String firstLine;

    private SandboxProcess(Process process, String firstLine) {
        this.process = process;
        this.firstLine = firstLine;
    }

    /// Starts it and waits for the line it prints when it can be reached.
    static SandboxProcess start(Path data) {
        var process = run("--data", data.toString());
        var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        try {
            var line = reader.readLine();
            if (line == null) {
                throw new IllegalStateException("the sandbox ended before it listened");
            }
            return new SandboxProcess(process, line);
        } catch (IOException e) {
            process.destroyForcibly();
            throw new UncheckedIOException(e);
        }
    }

    /// Starts it and waits for nothing.
    static Process run(String... options) {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                // These live for seconds: the second compiler would only cost time.
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName()));
        command.addAll(List.of(options));
        try {
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String firstLine() {
        return firstLine;
    }

    Bank bank() {
        var port = Integer.parseInt(firstLine.substring(firstLine.lastIndexOf(':') + 1));
        return new Bank(this::close, port);
    }

    /// SIGKILL: no hook runs, no buffer is flushed.
    void kill() {
        end(process.destroyForcibly());
    }

    /// SIGTERM.
    ///
    /// @return the exit status
    int stop() {
        process.destroy();
        return end(process);
    }

    private static int end(Process process) {
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the sandbox did not end");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
