package org.banktransfer.service;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.OperatorId;
import org.banktransfer.institution.CardNumber;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.service.http.CardFingerprints;
import org.banktransfer.service.postgres.KeyUse;
import org.banktransfer.service.postgres.PostgresStores;
import org.banktransfer.service.settings.Settings;
import org.banktransfer.service.settings.SettingsOptions;
import org.banktransfer.service.settings.SettingsSource;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// Blocks a card in our own rules, or lets it pass again; and tells by which keys cards are known.
@Command(
        name = "card",
        header = "Block a card in our own rules, or let it pass again.",
        mixinStandardHelpOptions = true,
        description = {
            "Reads the card's number from standard input, so that it is in no process list and no"
                    + " shell history.",
            "Counts for every credit that is decided from now on; a cash-out that is under way is"
                    + " refused, and reversed.",
            "With --keys it tells what would be forgotten without each fingerprint key."
        },
        exitCodeListHeading = Exits.HEADING,
        exitCodeList = {Exits.WELL, "1:it could not be done", Exits.MISUNDERSTOOD},
        sortOptions = false)
final class CardCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--block", description = "block it")
    private boolean block;

    @Option(names = "--unblock", description = "let it pass again")
    private boolean unblock;

    @Option(
            names = "--institution",
            paramLabel = "NAME",
            description = "the institution that issued it")
    private String institution = "";

    @Option(
            names = "--keys",
            description = "only count what is known by each fingerprint key, and still matters")
    private boolean keys;

    @Option(names = "--json", description = "one line of JSON for each")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        var line = spec.commandLine();
        var source = SettingsOptions.read(line, System.getenv());
        if (keys) {
            uses(source)
                    .forEach(use -> line.getOut().println(json ? Json.line(told(use)) : said(use)));
            return 0;
        }
        if (block == unblock || institution.isEmpty()) {
            throw new ParameterException(line, "Either --block or --unblock, and --institution");
        }
        setBlocked(source, new InstitutionName(institution), readNumber(), block);
        line.getOut()
                .println(
                        json
                                ? Json.line(Map.of("blocked", block))
                                : block ? "blocked" : "let through again");
        return 0;
    }

    /// @throws RuntimeException with one line, if it could not be done
    static void setBlocked(
            SettingsSource source,
            InstitutionName institution,
            CardNumber number,
            boolean blocked) {
        var settings = Settings.Outside.of(source);
        var keys = DataDirectory.fingerprintKeys(settings.fingerprintKeys(), settings.databases());
        try (var databases = DataDirectory.open(settings.databases());
                var stores = stores(databases, settings)) {
            stores.accounts()
                    .setBlocked(
                            new CardFingerprints(keys).of(institution, number),
                            blocked,
                            new OperatorId("os:" + System.getProperty("user.name")),
                            InstantSource.system().instant());
        }
    }

    /// @throws RuntimeException with one line, if it could not be read
    static List<KeyUse> uses(SettingsSource source) {
        var settings = Settings.Outside.of(source);
        var now = InstantSource.system().instant();
        try (var databases = DataDirectory.open(settings.databases());
                var stores = stores(databases, settings)) {
            return stores.fingerprintKeys(
                    now.minus(settings.pins().window()),
                    now.minus(settings.rules().velocityPeriod()));
        }
    }

    static Map<String, Object> told(KeyUse use) {
        var told = new LinkedHashMap<String, Object>();
        told.put("key", use.keyId());
        told.put("unsettled", use.unsettled());
        told.put("wrong_pins", use.wrongPins());
        told.put("credits", use.credits());
        told.put("blocked_cards", use.blocked());
        return told;
    }

    private static String said(KeyUse use) {
        return "%s: %d unsettled, %d wrong PINs, %d credits, %d blocked cards"
                .formatted(
                        use.keyId().isEmpty() ? "(no id)" : use.keyId(),
                        use.unsettled(),
                        use.wrongPins(),
                        use.credits(),
                        use.blocked());
    }

    private static PostgresStores stores(DataDirectory databases, Settings.Outside settings) {
        return PostgresStores.join(
                databases.store(),
                databases.ledger(),
                new CreditRules(CreditRules.Limits.NONE),
                settings.database(),
                new SecureRandom());
    }

    private static CardNumber readNumber() throws IOException {
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        var text = input.readLine();
        return new CardNumber(text == null ? "" : text.replace(" ", ""));
    }
}
