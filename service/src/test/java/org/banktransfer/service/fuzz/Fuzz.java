package org.banktransfer.service.fuzz;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/// Gives each reader a million inputs or as many as are asked for, led by what of our code they
/// reach: `mvn -Pfuzz`, see docs/security.md. Jazzer, which does that, is no part of any other
/// build; it has a JVM for each reader. An input that breaks one is kept under `target/fuzz`.
public final class Fuzz {

    private static final String JAZZER = "com.code_intelligence.jazzer.Jazzer";

    private static final AtomicReference<@Nullable Target> TARGET = new AtomicReference<>();

    private Fuzz() {}

    /// @param args how many inputs, a directory for what is found, and the words of readers with
    ///   commas between them, or `all`
    public static void main(String[] args) throws IOException, InterruptedException {
        boolean isBroken = false;
        for (var reader : Reader.values()) {
            if (args[2].equals("all") || List.of(args[2].split(",", -1)).contains(reader.word())) {
                var directory = Files.createDirectories(Path.of(args[1], reader.word()));
                isBroken |= isBroken(reader, args[0], directory.toAbsolutePath());
            }
        }
        if (isBroken) {
            System.exit(1);
        }
    }

    private static boolean isBroken(Reader reader, String inputs, Path directory)
            throws IOException, InterruptedException {
        var log = directory.resolve("log.txt");
        var process =
                new ProcessBuilder(command(reader, inputs, directory))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        boolean isBroken = process.waitFor() != 0;
        var last =
                Files.readString(log, StandardCharsets.ISO_8859_1)
                        .lines()
                        .filter(line -> line.startsWith("Done "))
                        .reduce("", (_, line) -> line);
        System.out.println(reader.word() + ": " + (isBroken ? "BROKEN, see " + log : last));
        return isBroken;
    }

    private static List<String> command(Reader reader, String inputs, Path directory)
            throws IOException {
        var reached = Files.createDirectories(directory.resolve("reached"));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "-classpath",
                System.getProperty("java.class.path"),
                JAZZER,
                "--target_class=" + Fuzz.class.getName(),
                "--target_args=" + reader.name(),
                "--instrumentation_includes=org.banktransfer.**",
                // It takes our own test server for a stranger's.
                "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.ServerSideRequestForgery",
                "-runs=" + inputs,
                "-timeout=20",
                "-max_len=8192",
                "-artifact_prefix=" + directory + "/broken-",
                "--reproducer_path=" + directory,
                reached.toString(),
                reader.corpusDirectory().toString());
    }

    /// Called by Jazzer, once.
    public static void fuzzerInitialize(String[] args) {
        TARGET.set(Reader.valueOf(args[0]).open());
    }

    /// Called by Jazzer with each input.
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        Objects.requireNonNull(TARGET.get()).read(input);
    }
}
