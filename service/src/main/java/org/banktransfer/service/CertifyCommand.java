package org.banktransfer.service;

import org.banktransfer.service.connector.InstitutionSettings;
import org.banktransfer.service.connector.certify.CaseResult;
import org.banktransfer.service.connector.certify.Certificate;
import org.banktransfer.service.connector.certify.CertificateJson;
import org.banktransfer.service.connector.certify.CertificateText;
import org.banktransfer.service.connector.certify.Certification;
import org.banktransfer.service.connector.certify.TestCard;
import org.banktransfer.service.settings.Settings;
import org.banktransfer.service.settings.SettingsSource;
import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// Tries the published contract on a real institution's test system.
@Command(
        name = "certify",
        header = "Try an institution's test system on every case of the contract.",
        mixinStandardHelpOptions = true,
        description = {
            "Tries every case of the institutions' contract (docs/api/institution.yaml) on an"
                    + " institution's test system, and prints what it can and cannot do as the settings"
                    + " of its capability sheet.",
            "It needs one active test card with at least 1.00 on it that nobody else uses"
                    + " meanwhile. Whatever it takes from the card it puts back.",
            "docs/connect-an-institution.md tells how to get there."
        },
        sortOptions = false,
        exitCodeListHeading = Exits.HEADING,
        exitCodeList = {
            "0:everything is as the contract, or as what --with says, has it",
            "1:something is not",
            "2:it was not understood, or the institution cannot be reached"
        })
final class CertifyCommand implements Callable<Integer> {

    private static final String CARD_IN_ENVIRONMENT = "BANKTRANSFER_TEST_CARD";
    private static final int NOTHING_TO_SAY = 2;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--institution",
            paramLabel = "URL",
            required = true,
            description = "its base URL, as in institutions.NAME.url")
    private String url = "";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "bank",
            description = "what it is called in the settings printed (default: ${DEFAULT-VALUE})")
    private String name = "bank";

    @Option(
            names = "--card",
            paramLabel = "NUMBER:PIN:BALANCE",
            description = {
                "the test card, with what is on it in minor units; or in the environment as "
                        + CARD_IN_ENVIRONMENT
            })
    private @Nullable String card;

    @Option(
            names = "--card-file",
            paramLabel = "FILE",
            description = "file to read the test card from, instead")
    private @Nullable Path cardFile;

    @Option(
            names = "--currency",
            paramLabel = "CODE",
            defaultValue = "USD",
            description = "what the card holds (default: ${DEFAULT-VALUE})")
    private String currency = "USD";

    @Option(
            names = "--with",
            paramLabel = "SETTING=VALUE",
            description = {
                "a setting of the institution, by its name after institutions.NAME. in"
                        + " docs/settings.md: card-keys=URL, trust=FILE, reversal-window=30d,"
                        + " tombstones=false; may be given more than once"
            })
    private Map<String, String> with = new LinkedHashMap<>();

    @Option(names = "--verbose", description = "also show what was sent by cases that passed")
    private boolean isWordy;

    @Option(names = "--json", description = "print one JSON object, and nothing else")
    private boolean asJson;

    @Override
    public Integer call() throws InterruptedException {
        var out = spec.commandLine().getOut();
        Consumer<CaseResult> heard =
                result -> {
                    if (!asJson) {
                        out.println(CertificateText.of(result, isWordy));
                        out.flush();
                    }
                };
        try {
            var certificate = certify(heard);
            out.println(
                    asJson
                            ? CertificateJson.of(certificate)
                            : "\n" + CertificateText.of(certificate));
            out.flush();
            return certificate.isClean() ? 0 : 1;
        } catch (IOException e) {
            spec.commandLine().getErr().println("banktransfer: " + e.getMessage());
            return NOTHING_TO_SAY;
        }
    }

    private Certificate certify(Consumer<CaseResult> heard)
            throws IOException, InterruptedException {
        return new Certification(
                        institution(), testCard(), InstantSource.system(), new SecureRandom())
                .run(heard);
    }

    private InstitutionSettings institution() {
        var settings = new LinkedHashMap<String, String>();
        settings.put("institutions." + name + ".url", url);
        with.forEach(
                (setting, value) -> settings.put("institutions." + name + "." + setting, value));
        return Settings.institutions(SettingsSource.of(Optional.empty(), Map.of(), settings))
                .getFirst();
    }

    private TestCard testCard() {
        try {
            return TestCard.parse(writtenCard(), Currency.getInstance(currency));
        } catch (IllegalArgumentException e) {
            var message = e.getMessage();
            throw new ParameterException(
                    spec.commandLine(),
                    message == null ? "--currency is an ISO 4217 code" : message);
        }
    }

    private String writtenCard() {
        if (cardFile != null) {
            try {
                return Files.readString(cardFile);
            } catch (IOException e) {
                throw new ParameterException(spec.commandLine(), cardFile + " cannot be read");
            }
        }
        return card != null ? card : System.getenv().getOrDefault(CARD_IN_ENVIRONMENT, "");
    }
}
