package org.banktransfer.service.acceptance;

import org.banktransfer.service.demo.App;
import org.banktransfer.service.demo.App.Seen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What one customer has in hand: a card, and an empty account to bring its money to.
final class Purse {

    private static final int SETTLED_WITHIN_SECONDS = 30;

    private final Bank bank;
    private final App app;
    private final String institution;
    private final String card;
    private final String account;
    private final long opening;

    private Purse(Bank bank, App app, String institution, String account, long opening) {
        this.bank = bank;
        this.app = app;
        this.institution = institution;
        this.card = bank.issueCard(opening);
        this.account = account;
        this.opening = opening;
    }

    /// A new card with so much on it and a new account.
    ///
    /// @param institution the name by which the node knows the sandbox
    static Purse of(Bank bank, App app, App operator, String institution, long openingMinor) {
        return new Purse(bank, app, institution, Bank.openAccount(operator), openingMinor);
    }

    String card() {
        return card;
    }

    String account() {
        return account;
    }

    /// One press of the button.
    ///
    /// @param amountMinor empty for the whole balance
    /// @throws UncheckedIOException if no answer came
    Seen press(String key, Optional<Long> amountMinor) {
        return press(app, key, amountMinor, Bank.PIN);
    }

    /// @param app on the node that is to take it
    Seen press(App app, String key, Optional<Long> amountMinor, String pin) {
        var body = new LinkedHashMap<String, Object>();
        body.put("account", account);
        body.put("institution", institution);
        body.put("card", Map.of("number", card, "pin", pin));
        amountMinor.ifPresent(amount -> body.put("amount", amount));
        body.put("currency", "USD");
        try {
            return app.call("POST", "/v1/transfers", body, "Idempotency-Key", key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The transfer as it is told now.
    Seen now(String id) {
        return transfer(id, 0);
    }

    /// The transfer once it is final, or after half a minute.
    Seen untilFinal(String id) {
        return transfer(id, SETTLED_WITHIN_SECONDS);
    }

    /// What a press came to in the end.
    Seen settled(Seen pressed) {
        return pressed.isFinal() ? pressed : untilFinal(pressed.id());
    }

    private Seen transfer(String id, int waitSeconds) {
        try {
            return app.transfer(id, waitSeconds);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What has left the card, in minor units.
    long leftCard() {
        return opening - bank.institution().balance(card);
    }

    /// What is in the account, in minor units.
    long inAccount() {
        return app.balance(account);
    }
}
