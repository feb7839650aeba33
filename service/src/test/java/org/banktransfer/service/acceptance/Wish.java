package org.banktransfer.service.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.service.demo.App;
import org.banktransfer.service.demo.App.Seen;
import org.banktransfer.service.demo.SandboxAdmin;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/// A customer's wish with a card, an account and a key of its own, so that its money can be told
/// from every other's.
///
/// @param amountMinor empty for the whole balance
/// @param openingMinor what was on the card
record Wish(
        SandboxAdmin institution,
        String account,
        String card,
        String key,
        Optional<Long> amountMinor,
        long openingMinor) {

    private static final AtomicLong CARDS = new AtomicLong(6_035_200_000_000_000L);

    /// Issues the card and opens the account.
    static Wish make(
            SandboxAdmin institution, App operator, long openingMinor, Optional<Long> amountMinor) {
        var account = "acc_" + UUID.randomUUID().toString().replace("-", "").substring(0, 18);
        operator.putAccount(account, Bank.CUSTOMER, "open");
        return of(institution, account, openingMinor, amountMinor);
    }

    /// Issues the card.
    ///
    /// @param account that is open
    static Wish of(
            SandboxAdmin institution,
            String account,
            long openingMinor,
            Optional<Long> amountMinor) {
        var card = Long.toString(CARDS.incrementAndGet());
        institution.putCard(card, Bank.PIN, openingMinor, "USD");
        return new Wish(
                institution,
                account,
                card,
                UUID.randomUUID().toString(),
                amountMinor,
                openingMinor);
    }

    /// Presses the button, or presses it again.
    ///
    /// @throws IOException if no answer came
    Seen press(App app, int waitSeconds) throws IOException {
        return app.redeem(key, account, card, Bank.PIN, amountMinor, Optional.of(waitSeconds));
    }

    /// Presses it and does not care whether an answer comes.
    void pressInVain(App app) {
        try {
            press(app, 0);
        } catch (IOException e) {
            // The node was killed meanwhile.
        }
    }

    /// The money is where the transfer's status says, on both sides, and nowhere else.
    void assertMoneyFits(App app, Seen last) {
        long moved = openingMinor - institution.balance(card);
        long arrived = app.balance(account);
        switch (last.word()) {
            case "completed" -> {
                assertThat(moved)
                        .as("taken for %s", last)
                        .isEqualTo(amountMinor.orElse(openingMinor));
                assertThat(arrived).as("credited for %s", last).isEqualTo(moved);
            }
            case "declined", "reversed" -> {
                assertThat(moved).as("taken for %s", last).isZero();
                assertThat(arrived).as("credited for %s", last).isZero();
            }
            default -> {
                assertThat(moved).as("taken for %s", last).isBetween(0L, openingMinor);
                assertThat(arrived).as("credited for %s", last).isZero();
            }
        }
    }
}
