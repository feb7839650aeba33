package org.banktransfer.service;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.OperatorId;
import org.banktransfer.institution.CardNumber;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.service.http.CardFingerprints;
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
import java.util.concurrent.Callable;

/// Blocks a card in our own rules, or lets it pass again.
@Command(
        name = "card",
        mixinStandardHelpOptions = true,
        description = {
            "Blocks a card in our own rules, or lets it pass again. Reads its number from standard"
                    + " input, so that it is in no process list and no shell history.",
            "Counts for every credit that is decided from now on; a cash-out that is under way is"
                    + " refused, and reversed."
        },
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
            required = true,
            description = "the institution that issued it")
    private String institution = "";

    @Override
    public Integer call() throws IOException {
        var line = spec.commandLine();
        if (block == unblock) {
            throw new ParameterException(line, "Either --block or --unblock");
        }
        var source = SettingsOptions.read(line, System.getenv());
        setBlocked(source, new InstitutionName(institution), readNumber(), block);
        line.getOut().println(block ? "blocked" : "let through again");
        return 0;
    }

    /// @throws RuntimeException with one line, if it could not be done
    static void setBlocked(
            SettingsSource source,
            InstitutionName institution,
            CardNumber number,
            boolean blocked) {
        var settings = Settings.Outside.of(source);
        var key = DataDirectory.fingerprintKey(settings.fingerprintKey(), settings.databases());
        try (var databases = DataDirectory.open(settings.databases());
                var stores =
                        PostgresStores.join(
                                databases.store(),
                                databases.ledger(),
                                new CreditRules(CreditRules.Limits.NONE),
                                settings.database(),
                                new SecureRandom())) {
            stores.accounts()
                    .setBlocked(
                            new CardFingerprints(key.bytes()).of(institution, number),
                            blocked,
                            new OperatorId("os:" + System.getProperty("user.name")),
                            InstantSource.system().instant());
        }
    }

    private static CardNumber readNumber() throws IOException {
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        var text = input.readLine();
        return new CardNumber(text == null ? "" : text.replace(" ", ""));
    }
}
