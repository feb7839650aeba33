package org.banktransfer.service.settings;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/// The settings as options of a command: one option for each that exists once, and
/// `--institutions.NAME.SETTING` for those of an institution.
public final class SettingsOptions {

    private static final String FILE = "--settings";

    private SettingsOptions() {}

    /// With all of them in the command's help.
    public static void addTo(CommandLine command) {
        addTo(command, false);
        addInstitutionsTo(command.getCommandSpec());
    }

    /// With no more in the command's help than that there are some.
    public static void addQuietlyTo(CommandLine command) {
        addTo(command, true);
        command.getCommandSpec()
                .usageMessage()
                .footer(
                        "%nIt takes the service's settings: the same file, environment and options,"
                                + " which%n`banktransfer serve --help` lists.");
    }

    private static void addTo(CommandLine command, boolean isQuiet) {
        var spec = command.getCommandSpec();
        spec.usageMessage()
                .customSynopsis(
                        "banktransfer %s [OPTION]... [--settings=FILE] [--SETTING=VALUE]...%n"
                                .formatted(spec.name()));
        spec.addOption(option(FILE, "FILE", "file of settings, one name = value a line").build());
        for (var known : KnownSettings.ALL) {
            var byDefault =
                    known.byDefault().isEmpty() ? "" : " (default: " + known.byDefault() + ")";
            spec.addOption(
                    option("--" + known.name(), "VALUE", known.meaning() + byDefault)
                            .hidden(isQuiet)
                            .build());
        }
        command.setUnmatchedArgumentsAllowed(true);
    }

    private static void addInstitutionsTo(CommandSpec spec) {
        var lines = new StringBuilder("%nAnd for every institution NAME:%n");
        for (var known : KnownSettings.OF_AN_INSTITUTION) {
            var byDefault =
                    known.byDefault().isEmpty() ? "" : " (default: " + known.byDefault() + ")";
            lines.append("  --institutions.NAME.")
                    .append(known.name())
                    .append("=VALUE%n        ")
                    .append(known.meaning())
                    .append(byDefault)
                    .append("%n");
        }
        lines.append("%nEvery setting may also stand in the file, under the same name, or in the")
                .append(" environment:%nBANKTRANSFER_HTTP_PORT is http.port. Options win over the")
                .append(" environment, which wins over the file.%nA secret does not belong into")
                .append(" an option, where whoever lists processes reads it.%n");
        spec.usageMessage().footer(lines.toString());
    }

    private static OptionSpec.Builder option(String name, String label, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(String.class)
                .description(description.replace("%", "%%"));
    }

    /// The settings as the command line, the environment and the file give them. Says on standard
    /// error, in one line, if a secret stands on the command line.
    ///
    /// @throws InvalidSettings naming the setting that is wrong
    /// @throws ParameterException for an option that is no setting
    public static SettingsSource read(CommandLine command, Map<String, String> environment) {
        var parsed = command.getParseResult();
        var options = new HashMap<String, String>();
        for (var option : parsed.matchedOptions()) {
            var name = option.longestName().substring(2);
            if (KnownSettings.find(name).isPresent()) {
                options.put(name, parsed.matchedOptionValue(option.longestName(), ""));
            }
        }
        addInstitutions(command, parsed.unmatched(), options);
        Optional<Path> file =
                Optional.ofNullable(parsed.<String>matchedOptionValue(FILE, null)).map(Path::of);
        var source = SettingsSource.of(file, environment, options);
        warn(command, source.exposedSecrets());
        return source;
    }

    private static void warn(CommandLine command, SortedSet<String> exposed) {
        if (!exposed.isEmpty()) {
            command.getErr()
                    .println(
                            "banktransfer: warning: options can be read by whoever lists processes;"
                                    + " give secrets by the environment, the settings file or a"
                                    + " file of their own (%s%s=FILE): %s"
                                            .formatted(
                                                    exposed.first(),
                                                    KnownSettings.IN_FILE,
                                                    String.join(", ", exposed)));
            command.getErr().flush();
        }
    }

    private static void addInstitutions(
            CommandLine command, List<String> arguments, Map<String, String> options) {
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            var argument = rest.next();
            if (!argument.startsWith("--" + KnownSettings.INSTITUTIONS)) {
                throw new ParameterException(command, "Unknown option: '" + nameOf(argument) + "'");
            }
            int equals = argument.indexOf('=');
            if (equals < 0 && !rest.hasNext()) {
                throw new ParameterException(
                        command, "Missing value for option '" + argument + "'");
            }
            var value = equals < 0 ? rest.next() : argument.substring(equals + 1);
            options.put(nameOf(argument).substring(2), value);
        }
    }

    private static String nameOf(String argument) {
        int equals = argument.indexOf('=');
        return equals < 0 ? argument : argument.substring(0, equals);
    }
}
