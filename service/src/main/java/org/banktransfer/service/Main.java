package org.banktransfer.service;

import org.banktransfer.identity.TransferId;
import org.banktransfer.service.settings.InvalidSettings;
import org.banktransfer.service.settings.SettingsOptions;
import org.slf4j.bridge.SLF4JBridgeHandler;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/// The program's commands, and those of the checkout: one front door for all of them.
@Command(
        name = "banktransfer",
        version = Main.VERSION,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Moves money from a card at another institution into a customer's account, exactly"
                        + " once.",
        footer = {
            "",
            "banktransfer help COMMAND tells more. Colours are used on a terminal only, and not"
                    + " where NO_COLOR is set."
        },
        exitCodeListHeading = Exits.HEADING,
        exitCodeList = {
            Exits.WELL,
            "1:all is not well, or it could not be found out",
            Exits.MISUNDERSTOOD,
            "130:Ctrl-C ended it"
        })
public final class Main implements Callable<Integer> {

    static final String VERSION = "BankTransfer 0.1.0";

    private static final int WIDTH = 100;
    private static final int NOT_WELL = 1;
    private static final int MISUNDERSTOOD = 2;
    static final String NO_COLOR = "--no-color";

    /// They stop all that they have started, each in its order, when they are told to.
    private static final Set<String> STOP_BY_THEMSELVES = Set.of("serve", "demo");

    /// For the help alone: the line is rid of it before it is parsed.
    @Option(names = NO_COLOR, description = "No colours; may stand anywhere on the line.")
    @SuppressWarnings("UnusedVariable")
    private boolean withoutColours;

    @Spec private CommandSpec spec = CommandSpec.create();

    public static void main(String[] arguments) {
        bridgeLogging();
        if (arguments.length > 0 && STOP_BY_THEMSELVES.contains(arguments[0])) {
            System.exit(run(arguments));
        }
        System.exit(Interruption.ends(() -> run(arguments)));
    }

    /// @return the exit status
    private static int run(String... arguments) {
        var commands = commands();
        var plain = plain(arguments);
        if (plain.length < arguments.length) {
            commands.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        }
        return commands.execute(plain);
    }

    /// The same without the wish for no colours.
    static String[] plain(String... arguments) {
        return Arrays.stream(arguments)
                .filter(argument -> !argument.equals(NO_COLOR))
                .toArray(String[]::new);
    }

    static CommandLine commands() {
        var commands = new CommandLine(new Main());
        commands.addSubcommand(new DemoCommand());
        var serve = new CommandLine(new ServeCommand());
        SettingsOptions.addTo(serve);
        commands.addSubcommand(serve);
        commands.addSubcommand(new TransfersCommand());
        commands.addSubcommand(withSettings(new AuditCommand()));
        commands.addSubcommand(withSettings(new CardCommand()));
        commands.addSubcommand(new CertifyCommand());
        commands.addSubcommand(new ChaosCommand());
        commands.addSubcommand(new TimeToTruthCommand());
        for (var command : OfTheCheckout.values()) {
            commands.addSubcommand(command.word(), command.line());
        }
        commands.addSubcommand(new CompletionCommand());
        commands.addSubcommand(new HelpCommand());
        dress(commands);
        commands.setUsageHelpWidth(WIDTH);
        commands.registerConverter(TransferId.class, TransfersCommand::id);
        commands.setExecutionExceptionHandler((e, command, _) -> {
            command.getErr().println("banktransfer: " + oneLine(e));
            return e instanceof InvalidSettings ? MISUNDERSTOOD : NOT_WELL;
        });
        commands.setParameterExceptionHandler((e, _) -> {
            var command = e.getCommandLine();
            command.getErr().println("banktransfer: " + misunderstood(e));
            return MISUNDERSTOOD;
        });
        return commands;
    }

    private static CommandLine withSettings(Object command) {
        var line = new CommandLine(command);
        SettingsOptions.addQuietlyTo(line);
        return line;
    }

    /// The same of each command and of those below it.
    private static void dress(CommandLine line) {
        line.getCommandSpec().version(VERSION);
        line.getSubcommands().values().forEach(Main::dress);
    }

    /// Without a command.
    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    /// What was wrong, what may have been meant, and where to read on.
    private static String misunderstood(ParameterException e) {
        var name = e.getCommandLine().getCommandSpec().qualifiedName();
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return oneLine(e) + " (" + name + " --help tells more)";
        }
        var first = unmatched.getUnmatched().getFirst();
        var wrong =
                e.getCommandLine().getSubcommands().isEmpty() || first.startsWith("-")
                        ? oneLine(e)
                        : "no command '" + first + "'";
        var meant =
                unmatched.getSuggestions().stream()
                        .findFirst()
                        .map(nearest -> "; did you mean " + nearest + "?")
                        .orElse("");
        return wrong + meant + " (" + name + " --help tells more)";
    }

    private static String oneLine(Exception e) {
        if (e instanceof InterruptedException) {
            return "interrupted";
        }
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
