package org.banktransfer.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// The folder of the specification: the model, its configurations and its mutants.
///
/// @param folder `spec` of the checkout
record Specification(Path folder) {

    /// What `mvn verify` checks: together, everything that the model has.
    static final List<String> QUICK = List.of("small", "expiry", "presses", "settling");

    private static final int SMALL_HEAP = 512;

    /// The one above the directory we run in, or the launcher's.
    static Specification find() {
        var home = System.getProperty("banktransfer.home", "");
        for (var directory = Path.of(home).toAbsolutePath();
                directory != null;
                directory = directory.getParent()) {
            var folder = directory.resolve("spec");
            if (Files.exists(folder.resolve("CardTransfer.tla"))) {
                return new Specification(folder);
            }
        }
        throw new IllegalStateException("spec/CardTransfer.tla is nowhere above this directory");
    }

    List<Configuration> configurations() {
        return files(folder, ".cfg")
                .map(file -> new Configuration(nameOf(file), read(file)))
                .toList();
    }

    Configuration configuration(String name) {
        return configurations().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no configuration " + name));
    }

    List<Mutant> mutants() {
        return files(folder.resolve("mutants"), ".tla")
                .map(file -> Mutant.of(nameOf(file), read(file)))
                .toList();
    }

    List<Path> modules() {
        return files(folder, ".tla").toList();
    }

    /// @param within after that long TLC is stopped
    Task task(Configuration configuration, int heapMebibytes, Duration within) {
        return new Task(
                modules(), configuration.module(), configuration.text(), 0, heapMebibytes, within);
    }

    Task task(Mutant mutant, Duration within) {
        var whole = configuration(mutant.configuration());
        var file = folder.resolve("mutants").resolve(mutant.name() + ".tla");
        return new Task(
                Stream.concat(modules().stream(), Stream.of(file)).toList(),
                mutant.name(),
                mutant.configured(whole),
                1,
                SMALL_HEAP,
                within);
    }

    private static Stream<Path> files(Path folder, String ending) {
        try (var files = Files.list(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String nameOf(Path file) {
        return file.getFileName().toString().replaceFirst("\\.\\w+$", "");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
