package org.banktransfer.service.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A command of the program, run as a process of its own until it ends.
final class Command {

    private final List<String> words;

    private Command(List<String> words) {
        this.words = words;
    }

    static Command of(String... arguments) {
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.banktransfer.service.Main"));
        words.addAll(List.of(arguments));
        return new Command(words);
    }

    /// @param output all it printed, on both streams
    record Ended(int exitStatus, String output) {}

    /// Starts it, for somebody else to end.
    Process start(Path log) throws IOException {
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /// @param log gets what it prints
    /// @throws AssertionError if it does not end in time; it is ended then
    Ended run(Path log, Duration within) throws IOException, InterruptedException {
        var process = start(log);
        try {
            if (!process.waitFor(within.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("still running: " + Files.readString(log));
            }
            return new Ended(process.exitValue(), Files.readString(log));
        } finally {
            process.destroy();
            process.waitFor(20, TimeUnit.SECONDS);
            process.destroyForcibly();
        }
    }
}
