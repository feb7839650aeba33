package org.banktransfer.service.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// All settings as they were written, with where each comes from. Later wins in the order file,
/// environment, option.
public final class SettingsSource {

    private static final String PREFIX = "BANKTRANSFER_";

    /// Read by the launcher, by `certify` and by `transfers`, not settings of the service.
    private static final Pattern NOT_OURS =
            Pattern.compile("BANKTRANSFER_(JAVA_OPTS|HOME|TEST_CARD|TOKEN)");

    private static final Pattern INSTITUTION_IN_ENVIRONMENT =
            Pattern.compile(
                    PREFIX
                            + "INSTITUTIONS_(.+)_("
                            + KnownSettings.OF_AN_INSTITUTION.stream()
                                    .map(known -> inEnvironment(known.name()))
                                    .sorted((a, b) -> b.length() - a.length())
                                    .collect(Collectors.joining("|"))
                            + ")");

    /// @param where for messages: `file x.properties, `environment BANKTRANSFER_X`, `option --x`
    private record Written(String value, String where) {}

    private static final String OPTION = "option --";
    private static final int SECRET_FILE_MAX = 65_536;

    /// A password before the host of a URL.
    private static final Pattern USER_IN_URL = Pattern.compile("//[^/@\\s]*@");

    private final Map<String, Written> byName = new HashMap<>();

    private SettingsSource() {}

    /// @param file Java properties in UTF-8, one `name = value` a line
    /// @throws InvalidSettings if the file or that of a secret cannot be read, a name is unknown,
    ///   or a secret is given twice, itself and by its file
    public static SettingsSource of(
            Optional<Path> file, Map<String, String> environment, Map<String, String> options) {
        var source = new SettingsSource();
        file.ifPresent(source::addFile);
        source.addEnvironment(environment);
        options.forEach((name, value) -> source.add(name, value, OPTION + name));
        KnownSettings.ALL.stream()
                .filter(KnownSettings.Known::isSecret)
                .forEach(secret -> source.addFromFile(secret.name()));
        return source;
    }

    private void addFile(Path file) {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidSettings("cannot read settings file " + file + ": " + e.getMessage());
        }
        for (var name : properties.stringPropertyNames()) {
            add(name, properties.getProperty(name), "file " + file);
        }
    }

    private void addEnvironment(Map<String, String> environment) {
        var known =
                KnownSettings.ALL.stream()
                        .collect(Collectors.toMap(k -> PREFIX + inEnvironment(k.name()), k -> k));
        environment.forEach((variable, value) -> {
            if (!variable.startsWith(PREFIX) || NOT_OURS.matcher(variable).matches()) {
                return;
            }
            var where = "environment " + variable;
            var setting = known.get(variable);
            add(setting != null ? setting.name() : institutionSetting(variable), value, where);
        });
    }

    /// An institution that the file names is found by its upper-cased name; one that only the
    /// environment names is called as it is written there, in lower case and with `-` for `_`.
    private String institutionSetting(String variable) {
        var matcher = INSTITUTION_IN_ENVIRONMENT.matcher(variable);
        if (!matcher.matches()) {
            throw new InvalidSettings("unknown setting in environment " + variable);
        }
        var named =
                institutionNames().stream()
                        .filter(name -> inEnvironment(name).equals(matcher.group(1)))
                        .findFirst()
                        .orElseGet(() -> asSetting(matcher.group(1)));
        return KnownSettings.INSTITUTIONS + named + "." + asSetting(matcher.group(2));
    }

    private void addFromFile(String secret) {
        var name = secret + KnownSettings.IN_FILE;
        var written = byName.get(name);
        if (written == null || written.value().isEmpty()) {
            return;
        }
        var itself = byName.get(secret);
        if (itself != null && !itself.value().isEmpty()) {
            throw invalid(name, secret + " is given as well (" + itself.where() + ")");
        }
        add(
                secret,
                secretIn(written.value(), name),
                "file " + written.value() + ", which " + written.where() + " names");
    }

    private String secretIn(String path, String name) {
        try {
            var file = Path.of(path);
            if (Files.size(file) > SECRET_FILE_MAX) {
                throw invalid(name, "is a file of at most 64 KiB");
            }
            var secret = Files.readString(file).strip();
            if (secret.isEmpty() || secret.lines().count() > 1) {
                throw invalid(name, "is a file of one line");
            }
            return secret;
        } catch (IOException | InvalidPathException e) {
            // Without its message, which may quote what is in the file.
            throw invalid(name, "is a file that cannot be read as text");
        }
    }

    private void add(String name, String value, String where) {
        if (KnownSettings.find(name).isEmpty()) {
            throw new InvalidSettings("unknown setting " + name + " in " + where);
        }
        byName.put(name, new Written(value.strip(), where));
    }

    /// The names of all institutions that have any setting, in order.
    SortedSet<String> institutionNames() {
        return byName.keySet().stream()
                .filter(name -> name.startsWith(KnownSettings.INSTITUTIONS))
                .map(name ->
                        name.substring(
                                KnownSettings.INSTITUTIONS.length(),
                                name.indexOf('.', KnownSettings.INSTITUTIONS.length())))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// What was written, or the default; empty if there is neither.
    Optional<String> text(String name) {
        var written = byName.get(name);
        if (written != null && !written.value().isEmpty()) {
            return Optional.of(written.value());
        }
        return KnownSettings.find(name)
                .map(KnownSettings.Known::byDefault)
                .filter(d -> !d.isEmpty());
    }

    /// The secrets that were given as options, where everyone who can list this machine's processes
    /// reads them; in order.
    SortedSet<String> exposedSecrets() {
        return byName.entrySet().stream()
                .filter(each -> each.getValue().where().startsWith(OPTION))
                .map(Map.Entry::getKey)
                .filter(SettingsSource::isSecret)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// A setting as it is printed.
    ///
    /// @param value empty if it has none; never a secret
    /// @param where it comes from
    public record Listed(String name, String value, String where) {

        /// For programs.
        public Map<String, String> json() {
            var json = new LinkedHashMap<String, String>();
            json.put("name", name);
            json.put("value", value);
            json.put("from", where);
            return json;
        }

        /// For people.
        @Override
        public String toString() {
            return "%s = %s  (%s)".formatted(name, value, where);
        }
    }

    /// Every setting with its value and where that comes from; of a secret only that there is one.
    /// An institution's are listed if it has any.
    public List<Listed> listed() {
        var names = new ArrayList<String>();
        KnownSettings.ALL.forEach(known -> names.add(known.name()));
        for (var institution : institutionNames()) {
            KnownSettings.OF_AN_INSTITUTION.forEach(known ->
                    names.add(KnownSettings.INSTITUTIONS + institution + "." + known.name()));
        }
        return names.stream().map(this::listed).toList();
    }

    private Listed listed(String name) {
        var value = text(name).map(text -> isSecret(name) ? "[secret]" : shown(text)).orElse("");
        var written = byName.get(name);
        if (written == null || written.value().isEmpty()) {
            return new Listed(name, value, value.isEmpty() ? "not set" : "default");
        }
        return new Listed(name, value, written.where());
    }

    private static boolean isSecret(String name) {
        return KnownSettings.find(name).map(KnownSettings.Known::isSecret).orElse(true);
    }

    /// Settings that are no secrets may still be given one by mistake.
    private static String shown(String value) {
        return USER_IN_URL.matcher(value).replaceAll("//[secret]@");
    }

    /// An error that says which setting is wrong, where it was set, and why; never its value if
    /// that may be a secret.
    InvalidSettings invalid(String name, String why) {
        var written = byName.get(name);
        var value = written == null || isSecret(name) ? "" : " '" + shown(written.value()) + "'";
        var where = written == null ? "" : " (" + written.where() + ")";
        return new InvalidSettings("setting " + name + value + where + ": " + why);
    }

    private static String inEnvironment(String name) {
        return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static String asSetting(String inEnvironment) {
        return inEnvironment.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
