package org.banktransfer.service.settings;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.institution.CapabilitySheet;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.service.connector.InstitutionSettings;
import org.banktransfer.service.connector.Tls;
import org.banktransfer.service.console.ConsoleSettings;
import org.banktransfer.service.desk.DeskSettings;
import org.banktransfer.service.http.AuthKeys;
import org.banktransfer.service.http.AuthSettings;
import org.banktransfer.service.http.DoorSettings;
import org.banktransfer.service.http.FingerprintKey;
import org.banktransfer.service.http.HttpSettings;
import org.banktransfer.service.http.SafeUrl;
import org.banktransfer.service.http.TrustedProxies;
import org.banktransfer.service.postgres.Database;
import org.banktransfer.service.postgres.DatabaseSettings;
import org.banktransfer.service.postgres.JdbcUrl;
import org.banktransfer.service.telemetry.LogFormat;
import org.banktransfer.service.webhook.Reach;
import org.banktransfer.service.webhook.Secrets;
import org.banktransfer.service.webhook.WebhookSettings;
import org.banktransfer.transfer.Backoff;
import org.banktransfer.transfer.EngineSettings;
import org.banktransfer.transfer.PinPolicy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Everything an operator has set, checked. What each name means is said in [KnownSettings].
///
/// @param databases where the stores are; the embedded PostgreSQL if there are no URLs
/// @param traceFile gets every step as a line of JSON
/// @param fingerprintKeys one or two, the one to write by first; empty if the data directory keeps
///   it
/// @param keepEventsFor how long other systems may lag behind
/// @param webhookSecrets empty if it is not set
public record Settings(
        Databases databases,
        DatabaseSettings database,
        Optional<Path> traceFile,
        Telemetry telemetry,
        HttpSettings http,
        AuthSettings auth,
        DoorSettings door,
        ConsoleSettings console,
        List<FingerprintKey> fingerprintKeys,
        DeskSettings desk,
        EngineSettings engine,
        PinPolicy pins,
        CreditRules.Limits rules,
        Duration keepEventsFor,
        Optional<Secrets> webhookSecrets,
        WebhookSettings webhooks,
        int recoveryDrives,
        Duration stopWithin,
        List<InstitutionSettings> institutions) {

    /// Where transfer store and ledger are.
    public sealed interface Databases {

        /// Both in the PostgreSQL that the service brings along, with its data here.
        record Embedded(Path directory) implements Databases {}

        /// Each where its URL says.
        record External(Database store, Database ledger) implements Databases {}
    }

    /// What is told to those who watch the service, beside its metrics.
    ///
    /// @param collector is told of spans; empty if none are made
    public record Telemetry(LogFormat log, Optional<URI> collector) {}

    /// @throws InvalidSettings naming the setting that is missing or makes no sense
    public static Settings of(SettingsSource source) {
        var reader = new SettingsReader(source);
        var engine = engine(reader);
        var databases = databases(reader);
        return new Settings(
                databases,
                database(reader),
                reader.path("trace-file"),
                telemetry(reader),
                http(reader),
                auth(reader),
                door(reader),
                console(reader),
                fingerprintKeys(reader, databases),
                desk(reader, engine),
                engine,
                pins(reader),
                rules(reader),
                reader.duration("events.keep-for"),
                webhookSecrets(reader),
                webhooks(reader),
                reader.whole("recovery.drives", 1, 10_000),
                reader.duration("stop-within"),
                institutions(reader, source));
    }

    /// What a command beside the service needs: where the stores and the institutions are, and what
    /// counts.
    public record Outside(
            Databases databases,
            DatabaseSettings database,
            List<FingerprintKey> fingerprintKeys,
            PinPolicy pins,
            CreditRules.Limits rules,
            List<InstitutionSettings> institutions) {

        /// @throws InvalidSettings naming the setting that is missing or makes no sense
        public static Outside of(SettingsSource source) {
            var reader = new SettingsReader(source);
            var databases = Settings.databases(reader);
            return new Outside(
                    databases,
                    Settings.database(reader),
                    Settings.fingerprintKeys(reader, databases),
                    Settings.pins(reader),
                    Settings.rules(reader),
                    Settings.institutions(reader, source));
        }
    }

    /// The institutions alone.
    ///
    /// @throws InvalidSettings naming the setting that is missing or makes no sense
    public static List<InstitutionSettings> institutions(SettingsSource source) {
        return institutions(new SettingsReader(source), source);
    }

    private static Databases databases(SettingsReader reader) {
        boolean hasStore = reader.text("store.url").isPresent();
        boolean hasLedger = reader.text("ledger.url").isPresent();
        if (hasStore != hasLedger) {
            throw reader.invalid(
                    hasStore ? "ledger.url" : "store.url",
                    "is required when the other database's URL is given");
        }
        if (hasStore) {
            return new Databases.External(external(reader, "store"), external(reader, "ledger"));
        }
        var directory =
                reader.path("data")
                        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".banktransfer"));
        return new Databases.Embedded(directory.toAbsolutePath().normalize());
    }

    private static Database external(SettingsReader reader, String which) {
        var service = jdbcUrl(reader, which + ".url");
        var owner = which + ".owner-url";
        return reader.text(owner).isPresent()
                ? new Database(jdbcUrl(reader, owner), service)
                : Database.withOneLogin(service);
    }

    private static JdbcUrl jdbcUrl(SettingsReader reader, String name) {
        return reader.parsed(name, JdbcUrl::new, "must begin with " + JdbcUrl.PREFIX);
    }

    private static DatabaseSettings database(SettingsReader reader) {
        var defaults = DatabaseSettings.DEFAULTS;
        return new DatabaseSettings(
                reader.whole("database.connections", 1, 1000),
                defaults.poolWait(),
                defaults.connectTimeout(),
                defaults.socketTimeout(),
                defaults.statementTimeout(),
                defaults.lockTimeout(),
                defaults.drainWithin());
    }

    private static Telemetry telemetry(SettingsReader reader) {
        var collector = "telemetry.otlp-url";
        return new Telemetry(
                reader.parsed(
                        "log.format",
                        text ->
                                switch (text) {
                                    case "text" -> LogFormat.TEXT;
                                    case "json" -> LogFormat.JSON;
                                    default -> throw new IllegalArgumentException();
                                },
                        "must be text or json"),
                reader.text(collector)
                        .map(_ ->
                                reader.parsed(
                                        collector,
                                        Settings::parseCollector,
                                        "must be an http or https URL")));
    }

    private static URI parseCollector(String text) {
        var url = URI.create(text);
        if (!Set.of("http", "https").contains(String.valueOf(url.getScheme()))
                || url.getHost() == null) {
            throw new IllegalArgumentException();
        }
        return url;
    }

    private static HttpSettings http(SettingsReader reader) {
        var answerWithin = reader.duration("answer-within");
        if (answerWithin.compareTo(Duration.ofSeconds(30)) > 0) {
            throw reader.invalid("answer-within", "must be at most 30s");
        }
        var defaults =
                HttpSettings.defaults(
                        reader.required("http.host"), reader.whole("http.port", 0, 65_535));
        return new HttpSettings(
                defaults.host(),
                defaults.port(),
                answerWithin,
                defaults.bodyMax(),
                defaults.bodyWithin(),
                defaults.headersWithin(),
                defaults.idleWithin(),
                defaults.connectionsMax(),
                reader.flag("http.behind-tls"));
    }

    private static DoorSettings door(SettingsReader reader) {
        return new DoorSettings(
                reader.whole("rate.customer", 1, 1_000_000),
                reader.whole("rate.address", 1, 1_000_000),
                reader.whole("rate.all", 1, 10_000_000),
                reader.whole("pin.address-wrong", 1, 1_000_000),
                reader.duration("pin.window"),
                proxies(reader));
    }

    private static TrustedProxies proxies(SettingsReader reader) {
        var header =
                reader.parsed(
                        "http.forwarded-in",
                        TrustedProxies.Header::of,
                        "must be X-Forwarded-For or Forwarded");
        return reader.text("http.trusted-proxies").isEmpty()
                ? TrustedProxies.NONE
                : reader.parsed(
                        "http.trusted-proxies",
                        text -> TrustedProxies.of(text, header),
                        "must be addresses or networks such as 10.0.0.0/8,2001:db8::1");
    }

    private static ConsoleSettings console(SettingsReader reader) {
        return new ConsoleSettings(
                reader.text("console.client-id").map(id -> atIssuer(reader, id)),
                reader.flag("http.behind-tls"));
    }

    private static ConsoleSettings.AtIssuer atIssuer(SettingsReader reader, String clientId) {
        var rule = "must be an https URL, or an http URL of this machine";
        return new ConsoleSettings.AtIssuer(
                reader.parsed("auth.issuer", Settings::safeUrl, rule),
                clientId,
                reader.text("console.client-secret"),
                reader.parsed("console.url", Settings::safeUrl, rule),
                reader.required("console.scope"),
                reader.text("console.resource"),
                ConsoleSettings.ANSWERS_WITHIN);
    }

    private static URI safeUrl(String text) {
        var url = URI.create(text);
        SafeUrl.require(url, text);
        return url;
    }

    private static AuthSettings auth(SettingsReader reader) {
        var issuer = reader.required("auth.issuer");
        var audience = reader.required("auth.audience");
        var skew = reader.durationOrZero("auth.clock-skew");
        if (skew.compareTo(Duration.ofMinutes(5)) > 0) {
            throw reader.invalid("auth.clock-skew", "must be at most 5m");
        }
        var keysFor = reader.duration("auth.keys-for");
        var staleKeysFor = reader.duration("auth.stale-keys-for");
        if (staleKeysFor.compareTo(keysFor) < 0) {
            throw reader.invalid("auth.stale-keys-for", "must not be less than auth.keys-for");
        }
        return new AuthSettings(
                issuer,
                audience,
                authKeys(reader, issuer),
                skew,
                AuthSettings.KEYS_WITHIN,
                keysFor,
                staleKeysFor);
    }

    private static AuthKeys authKeys(SettingsReader reader, String issuer) {
        try {
            return AuthKeys.of(issuer, reader.text("auth.jwks"));
        } catch (IllegalArgumentException e) {
            throw reader.invalid(
                    "auth.jwks",
                    "must be a file, an https URL or an http URL of this machine; it may be left"
                            + " out where auth.issuer is such a URL");
        }
    }

    private static List<FingerprintKey> fingerprintKeys(
            SettingsReader reader, Databases databases) {
        var name = "card-fingerprint-key";
        if (databases instanceof Databases.Embedded && reader.text(name).isEmpty()) {
            return List.of();
        }
        return reader.parsed(
                name,
                Settings::parseFingerprintKeys,
                "must be 32 bytes in base64 (openssl rand -base64 32), after an id and a colon if it"
                        + " has one; or two of them, with a comma between, that differ in both");
    }

    private static List<FingerprintKey> parseFingerprintKeys(String text) {
        var keys = new LinkedHashMap<String, String>();
        for (var part : text.split(",", -1)) {
            int colon = part.indexOf(':');
            var id = part.substring(0, Math.max(0, colon)).strip();
            if (keys.put(id, part.substring(colon + 1).strip()) != null) {
                throw new IllegalArgumentException();
            }
        }
        if (keys.size() > 2 || Set.copyOf(keys.values()).size() < keys.size()) {
            throw new IllegalArgumentException();
        }
        return keys.entrySet().stream()
                .map(each ->
                        new FingerprintKey(
                                each.getKey(), Base64.getDecoder().decode(each.getValue())))
                .toList();
    }

    private static Optional<Secrets> webhookSecrets(SettingsReader reader) {
        var name = "webhooks.key";
        return reader.text(name)
                .map(_ ->
                        reader.parsed(
                                name,
                                text -> new Secrets(Base64.getDecoder().decode(text)),
                                "must be 32 bytes in base64 (openssl rand -base64 32)"));
    }

    private static WebhookSettings webhooks(SettingsReader reader) {
        return new WebhookSettings(
                reader.duration("webhooks.answer-within"),
                reader.duration("webhooks.disable-after"),
                reader.duration("webhooks.old-secret-for"),
                new Reach(
                        reader.flag("webhooks.plain-http"),
                        reader.flag("webhooks.private-addresses")));
    }

    private static DeskSettings desk(SettingsReader reader, EngineSettings engine) {
        var defaults = DeskSettings.defaults(engine.claimFor());
        return new DeskSettings(
                reader.whole("in-flight.all", 1, 1_000_000),
                reader.whole("in-flight.customer", 1, 1_000_000),
                reader.whole("in-flight.institution", 1, 1_000_000),
                reader.duration("take-in-within"),
                engine.claimFor(),
                defaults.pollFrom(),
                defaults.pollUpTo());
    }

    private static EngineSettings engine(SettingsReader reader) {
        var node = reader.text("node").orElseGet(Settings::thisProcess);
        var defaults = EngineSettings.defaults(node);
        var sendWithin = reader.duration("cash-out-within");
        var validFor = reader.duration("cash-out-valid-for");
        var patience = reader.duration("patience");
        if (validFor.compareTo(sendWithin) < 0) {
            throw reader.invalid("cash-out-valid-for", "must not be less than cash-out-within");
        }
        if (patience.compareTo(validFor) <= 0) {
            throw reader.invalid("patience", "must be more than cash-out-valid-for");
        }
        var base = reader.duration("retry.base");
        var cap = reader.duration("retry.cap");
        if (cap.compareTo(base) < 0) {
            throw reader.invalid("retry.cap", "must not be less than retry.base");
        }
        return new EngineSettings(
                node,
                sendWithin,
                validFor,
                patience,
                reader.duration("claim-for"),
                defaults.repeat(),
                new Backoff(base, cap),
                reader.duration("retry.parked"),
                reader.durationOrZero("clock-skew"),
                defaults.closeWithin());
    }

    private static String thisProcess() {
        var host = System.getenv().getOrDefault("HOSTNAME", "node");
        return host + "-" + ProcessHandle.current().pid();
    }

    private static PinPolicy pins(SettingsReader reader) {
        return new PinPolicy(
                reader.whole("pin.wrong", 1, 1000),
                reader.duration("pin.window"),
                reader.whole("pin.customer-wrong", 1, 1_000_000));
    }

    private static CreditRules.Limits rules(SettingsReader reader) {
        return new CreditRules.Limits(
                reader.amounts("rules.transfer-amount"),
                reader.amounts("rules.daily-amount"),
                reader.whole("rules.daily-count", 1, Integer.MAX_VALUE),
                reader.whole("rules.card-accounts", 1, Integer.MAX_VALUE),
                reader.duration("rules.card-period"));
    }

    private static List<InstitutionSettings> institutions(
            SettingsReader reader, SettingsSource source) {
        return source.institutionNames().stream().map(name -> institution(reader, name)).toList();
    }

    private static InstitutionSettings institution(SettingsReader reader, String name) {
        var prefix = KnownSettings.INSTITUTIONS + name + ".";
        try {
            var url = reader.parsed(prefix + "url", URI::create, "must be a URL");
            var institution = new InstitutionName(name);
            var settings =
                    new InstitutionSettings(
                            institution,
                            reader.required(prefix + "protocol"),
                            url,
                            secrecy(reader, prefix, institution, url),
                            capabilities(reader, prefix),
                            new InstitutionSettings.Deadlines(
                                    reader.duration(prefix + "connect-timeout"),
                                    reader.duration(prefix + "cash-out-timeout"),
                                    reader.duration(prefix + "look-up-timeout"),
                                    reader.duration(prefix + "reversal-timeout")),
                            new InstitutionSettings.Guard(
                                    reader.whole(prefix + "calls-max", 1, 100_000),
                                    reader.durationOrZero(prefix + "calls-wait"),
                                    reader.whole(prefix + "breaker-window", 2, 10_000),
                                    reader.whole(prefix + "breaker-percent", 1, 100),
                                    reader.duration(prefix + "breaker-pause"),
                                    reader.whole(prefix + "breaker-probes", 1, 1000)));
            // Reads its files, so that one that cannot be used is found now.
            Tls.context(settings);
            return settings;
        } catch (IllegalArgumentException e) {
            throw new InvalidSettings("setting " + prefix + "…: " + e.getMessage());
        }
    }

    private static InstitutionSettings.Secrecy secrecy(
            SettingsReader reader, String prefix, InstitutionName institution, URI url) {
        return new InstitutionSettings.Secrecy(
                InstitutionSettings.cardForm(
                        institution,
                        url,
                        reader.text(prefix + "card-keys"),
                        reader.optionalFlag(prefix + "card-in-plain")),
                reader.flag(prefix + "plain-http"),
                reader.path(prefix + "trust"),
                client(reader, prefix));
    }

    private static Optional<InstitutionSettings.ClientCertificate> client(
            SettingsReader reader, String prefix) {
        var certificate = reader.path(prefix + "client-certificate");
        var key = reader.path(prefix + "client-key");
        if (certificate.isPresent() != key.isPresent()) {
            throw reader.invalid(
                    prefix + (key.isPresent() ? "client-certificate" : "client-key"),
                    "is required when the other of the two is given");
        }
        return certificate.map(
                file -> new InstitutionSettings.ClientCertificate(file, key.orElseThrow()));
    }

    private static CapabilitySheet capabilities(SettingsReader reader, String prefix) {
        return new CapabilitySheet(
                reader.flag(prefix + "looks-up"),
                reader.durationOrZero(prefix + "dedupes-for"),
                reader.flag(prefix + "tombstones"),
                reader.flag(prefix + "honours-valid-until"),
                reader.flag(prefix + "reverses-synchronously"),
                reader.duration(prefix + "reversal-window"),
                reader.durationOrZero(prefix + "longest-delay"),
                reader.whole(prefix + "look-ups-per-minute", 1, Integer.MAX_VALUE));
    }
}
