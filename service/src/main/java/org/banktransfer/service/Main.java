package org.banktransfer.service;

import org.banktransfer.service.settings.InvalidSettings;
import org.banktransfer.service.settings.SettingsOptions;
import org.slf4j.bridge.SLF4JBridgeHandler;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/// The program's commands. Each exits with 0 when all is well, 1 when it is not, 2 when it was not
/// understood.
@Command(
        name = "banktransfer",
        version = "BankTransfer 0.1.0",
        mixinStandardHelpOptions = true,
        description =
                "Moves money from a card at another institution into a customer's account, exactly"
                        + " once.",
        subcommands = {
            DemoCommand.class,
            ChaosCommand.class,
            TimeToTruthCommand.class,
            CertifyCommand.class,
            HelpCommand.class
        },
        footer = {
            "",
            "In a checkout also, with a --help of their own:",
            "  model     Checks the model of the protocol, its mutants, and traces against it.",
            "  simulate  Runs the protocol in simulated worlds in which everything goes wrong.",
            "  bench     Measures how fast it is, and how fast PostgreSQL would let it be."
        })
public final class Main {

    private static final int MISUNDERSTOOD = 2;

    private Main() {}

    public static void main(String[] arguments) {
        bridgeLogging();
        System.exit(commands().execute(arguments));
    }

    static CommandLine commands() {
        var commands = new CommandLine(new Main());
        addWithSettings(commands, "serve", new ServeCommand());
        addWithSettings(commands, "audit", new AuditCommand());
        addWithSettings(commands, "card", new CardCommand());
        commands.setExecutionExceptionHandler((e, command, _) -> {
            command.getErr().println("banktransfer: " + oneLine(e));
            return e instanceof InvalidSettings ? MISUNDERSTOOD : 1;
        });
        commands.setParameterExceptionHandler((e, _) -> {
            var command = e.getCommandLine();
            command.getErr().println("banktransfer: " + oneLine(e));
            command.getErr().println("see banktransfer " + command.getCommandName() + " --help");
            return MISUNDERSTOOD;
        });
        return commands;
    }

    private static void addWithSettings(CommandLine commands, String name, Object command) {
        var line = new CommandLine(command);
        SettingsOptions.addTo(line);
        commands.addSubcommand(name, line);
    }

    private static String oneLine(Exception e) {
        var message = e.getMessage();
        return message == null ? e.toString() : message.lines().findFirst().orElse(e.toString());
    }

    /// Libraries that log by the JDK's logging are heard where everything else is.
    private static void bridgeLogging() {
        LogManager.getLogManager().reset();
        SLF4JBridgeHandler.install();
        Logger.getLogger("").setLevel(Level.INFO);
    }
}
