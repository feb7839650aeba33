package org.banktransfer.service;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.Locale;
import java.util.concurrent.Callable;

/// Writes what a shell needs to complete our commands and their options.
@Command(
        name = "completion",
        header = "Print what a shell needs to complete commands and options.",
        mixinStandardHelpOptions = true,
        description = {
            "Put the line%n%n"
                    + "  source <(banktransfer completion bash)%n%n"
                    + "into ~/.bashrc, with the path to banktransfer; for zsh, with zsh for bash, into"
                    + " ~/.zshrc."
        },
        exitCodeListHeading = Exits.HEADING,
        exitCodeList = {Exits.WELL, Exits.MISUNDERSTOOD})
final class CompletionCommand implements Callable<Integer> {

    /// Both read the same script, which tells them apart.
    enum Shell {
        BASH,
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec private CommandSpec spec = CommandSpec.create();

    /// Asked for all the same: a third shell may come, and would need another script.
    @SuppressWarnings("UnusedVariable")
    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private Shell shell = Shell.BASH;

    @Override
    public Integer call() {
        var line = spec.commandLine();
        line.getOut().print(AutoComplete.bash("banktransfer", line.getParent()));
        line.getOut().flush();
        return 0;
    }
}
