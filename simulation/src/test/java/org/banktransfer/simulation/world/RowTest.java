package org.banktransfer.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// What the simulator counts are the rows of the decision table as it is written down.
class RowTest {

    @Test
    void every_row_of_the_decision_table_is_counted_and_no_other() throws IOException {
        var text = Files.readString(Path.of("..", "ARCHITECTURE.md"));
        var table =
                text.substring(
                        text.indexOf("<!-- decision table -->"),
                        text.indexOf("<!-- end of the decision table -->"));
        List<String> written =
                table.lines()
                        .filter(line -> line.startsWith("|"))
                        .skip(2)
                        .map(line -> line.replaceAll(" +", " "))
                        .toList();

        assertThat(Arrays.stream(Row.values()).map(Row::words)).containsExactlyElementsOf(written);
    }
}
