package org.banktransfer.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// docs/commands.md says of `model` what its help says, as the service's front door prints it.
class ModelPageTest {

    @Test
    void the_page_on_commands_says_what_the_help_says() throws IOException {
        var page = Files.readString(Path.of("..", "docs", "commands.md"));
        var line =
                new CommandLine(new ModelCommand())
                        .setCommandName("banktransfer model")
                        .setUsageHelpWidth(100);

        assertThat(page).contains("\n## model\n").contains(fenced(line));
    }

    private static String fenced(CommandLine line) {
        return "```text\n" + line.getUsageMessage(Ansi.OFF).stripTrailing() + "\n```\n";
    }
}
