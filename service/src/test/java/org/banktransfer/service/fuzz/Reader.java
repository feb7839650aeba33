package org.banktransfer.service.fuzz;

import org.banktransfer.service.connector.http.InstitutionTargets;
import org.banktransfer.service.connector.statement.StatementTargets;
import org.banktransfer.service.http.CustomerTargets;
import org.banktransfer.service.http.IssuerTargets;
import org.banktransfer.service.settings.SettingsTargets;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Everything here that reads what comes from outside. The corpus of each, in which every input
/// that once broke it is kept, is in the test resources under its name.
enum Reader {
    REQUEST,
    REDEEM_BODY,
    ACCOUNT_BODY,
    FORWARDED_FOR,
    TOKEN,
    CLAIMS,
    SIGNING_KEYS,
    DISCOVERY,
    HTTP_ANSWER,
    ANSWER,
    CARD_KEYS,
    STATEMENT,
    SETTINGS;

    Target open() {
        return switch (this) {
            case REQUEST -> CustomerTargets.requests();
            case REDEEM_BODY -> CustomerTargets.redeemBodies();
            case ACCOUNT_BODY -> CustomerTargets.accountBodies();
            case FORWARDED_FOR -> CustomerTargets.forwardedFor();
            case TOKEN -> IssuerTargets.tokens();
            case CLAIMS -> IssuerTargets.claims();
            case SIGNING_KEYS -> IssuerTargets.signingKeys();
            case DISCOVERY -> IssuerTargets.discovery();
            case HTTP_ANSWER -> InstitutionTargets.httpAnswers();
            case ANSWER -> InstitutionTargets.answers();
            case CARD_KEYS -> InstitutionTargets.cardKeys();
            case STATEMENT -> StatementTargets.statements();
            case SETTINGS -> SettingsTargets.settings();
        };
    }

    /// As in "redeem-body".
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Path corpusDirectory() {
        var place = Reader.class.getResource("/fuzz/" + word());
        if (place == null) {
            throw new IllegalStateException("no corpus for " + word());
        }
        try {
            return Path.of(place.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /// In the order of the files' names.
    List<byte[]> corpus() throws IOException {
        var inputs = new ArrayList<byte[]>();
        try (var files = Files.list(corpusDirectory())) {
            for (var file : files.sorted().toList()) {
                inputs.add(Files.readAllBytes(file));
            }
        }
        return inputs;
    }
}
