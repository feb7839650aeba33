package org.banktransfer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.banktransfer.service.settings.InvalidSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/// The file of a trace must be whole whenever its process dies.
class TraceTest {

    @Test
    void a_line_is_in_the_file_as_soon_as_it_is_written(@TempDir Path directory)
            throws IOException {
        var file = directory.resolve("trace.jsonl");
        try (var trace = Trace.open(file, InstantSource.system(), "node-1.1")) {
            trace.append("first\n");
            assertThat(Files.readString(file)).isEqualTo("first\n");
            trace.append("second\n");
            assertThat(Files.readString(file)).isEqualTo("first\nsecond\n");
        }
    }

    @Test
    void what_an_earlier_process_wrote_stays(@TempDir Path directory) throws IOException {
        var file = directory.resolve("trace.jsonl");
        Files.writeString(file, "earlier\n");
        try (var trace = Trace.open(file, InstantSource.system(), "node-1.2")) {
            trace.append("later\n");
        }
        assertThat(Files.readString(file)).isEqualTo("earlier\nlater\n");
    }

    @Test
    void a_file_that_cannot_be_written_stops_the_start(@TempDir Path directory) {
        assertThatThrownBy(() -> Trace.open(directory, InstantSource.system(), "node-1.1").close())
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("trace-file");
    }
}
