package org.banktransfer.transfer;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where the documents are that tests hold the program to.
final class Repository {

    private Repository() {}

    /// The directory above the one the tests run in that holds the map of the house.
    static Path root() {
        for (var directory = Path.of("").toAbsolutePath();
                directory != null;
                directory = directory.getParent()) {
            if (Files.exists(directory.resolve("ARCHITECTURE.md"))) {
                return directory;
            }
        }
        throw new AssertionError("ARCHITECTURE.md is nowhere above the working directory");
    }
}
