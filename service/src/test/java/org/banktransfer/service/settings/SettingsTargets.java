package org.banktransfer.service.settings;

import org.banktransfer.service.fuzz.Target;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What an operator writes.
public final class SettingsTargets {

    private SettingsTargets() {}

    /// A settings file: taken, or refused with the setting that is wrong.
    public static Target settings() {
        return new SettingsFile();
    }

    private static final class SettingsFile implements Target {

        private final Path file;

        SettingsFile() {
            try {
                file = Files.createTempFile("settings", ".properties");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void read(byte[] input) throws IOException {
            Files.write(file, input);
            try {
                var source = SettingsSource.of(Optional.of(file), Map.of(), Map.of());
                var _ = source.listed();
                var _ = Settings.of(source);
            } catch (InvalidSettings e) {
                // Says which and why.
            }
        }

        @Override
        public void close() {
            try {
                Files.delete(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
