package org.banktransfer.spec;

import java.util.Optional;

/// One way to check the model: which institutions, how many runs, which properties.
///
/// @param name of its file in the folder of the specification, without `.cfg`
/// @param text TLC's configuration, as it is in the file
record Configuration(String name, String text) {

    /// The module that holds its specification.
    String module() {
        return text.contains("SettlingSpec") ? "Settling" : "Checked";
    }

    /// What its first line says.
    String purpose() {
        return text.lines().findFirst().orElse("").replaceFirst("^\\\\\\*\\s*", "");
    }

    /// The name of the property that TLC means when it names none.
    Optional<String> temporalProperty() {
        return text.lines()
                .filter(line -> line.startsWith("PROPERTY "))
                .map(line -> line.substring("PROPERTY ".length()).strip())
                .findFirst();
    }
}
