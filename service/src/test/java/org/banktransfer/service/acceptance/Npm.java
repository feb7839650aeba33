package org.banktransfer.service.acceptance;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Node.js and what npm's registry has for it. What a test needs is fetched when a build first
/// needs it, by a lock file, and kept in `target`.
public final class Npm {

    private static final Duration FETCHED_WITHIN = Duration.ofMinutes(3);

    private Npm() {}

    /// Skips the test, with a line on the console, where there is no Node.js.
    public static void requireNode(String whoNeedsIt) throws InterruptedException {
        try {
            new ProcessBuilder("node", "--version").start().waitFor();
        } catch (IOException e) {
            var why =
                    "SKIPPED: " + whoNeedsIt + " needs node and npm on the PATH: " + e.getMessage();
            System.err.println(why);
            abort(why);
        }
    }

    /// A folder with these files and the libraries that their `package-lock.json` names.
    ///
    /// @param files of the folder `source`, `package.json` and `package-lock.json` among them
    public static Path install(Path source, List<String> files, Path target)
            throws IOException, InterruptedException {
        Files.createDirectories(target);
        for (var file : files) {
            Files.copy(
                    source.resolve(file),
                    target.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        var lock = source.resolve("package-lock.json");
        var fetched = target.resolve("fetched");
        boolean isThere =
                Files.exists(fetched) && Files.readString(fetched).equals(Files.readString(lock));
        if (!isThere) {
            fetch(target);
            Files.copy(lock, fetched, StandardCopyOption.REPLACE_EXISTING);
        }
        return target;
    }

    private static void fetch(Path target) throws IOException, InterruptedException {
        var log = target.resolve("npm.log");
        var npm =
                new ProcessBuilder(
                                "npm",
                                "ci",
                                "--ignore-scripts",
                                "--no-audit",
                                "--no-fund",
                                "--prefer-offline")
                        .directory(target.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (!npm.waitFor(FETCHED_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            npm.destroyForcibly();
            throw new AssertionError("npm ci takes too long: " + Files.readString(log));
        }
        if (npm.exitValue() != 0) {
            throw new AssertionError("npm ci: " + Files.readString(log));
        }
    }
}
