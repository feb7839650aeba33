package org.banktransfer.service.connector.http;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.institution.Card;
import org.banktransfer.institution.CardNumber;
import org.banktransfer.institution.CashOutRequest;
import org.banktransfer.institution.Pin;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount;
import org.banktransfer.money.RequestedAmount.Exactly;
import org.banktransfer.money.RequestedAmount.WholeBalance;
import org.banktransfer.service.connector.InstitutionSettings;
import org.banktransfer.service.connector.InstitutionSettings.Deadlines;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;

/// One transfer and its card, as all tests here use them.
final class Given {

    static final TransferId ID = TransferId.parse("tr_019a0000000070008000000000000001");
    static final String NUMBER = "6034932528973614";
    static final String PIN = "739201846";
    static final RequestedAmount AMOUNT = new Exactly(Money.of(2500, "USD"));
    static final RequestedAmount WHOLE = new WholeBalance(Currency.getInstance("USD"));
    static final Instant VALID_UNTIL = Instant.parse("2026-01-31T12:00:30.123456789Z");
    static final CashOutRequest REQUEST = request(AMOUNT);

    /// Long enough for a busy machine to answer, where an answer is expected.
    static final Duration AMPLE = Duration.ofSeconds(30);

    /// Short, where none is.
    static final Duration SHORT = Duration.ofMillis(300);

    private Given() {}

    static CashOutRequest request(RequestedAmount amount) {
        var card = new Card(new CardNumber(NUMBER), new Pin(PIN));
        return new CashOutRequest(ID, card, amount, VALID_UNTIL);
    }

    static InstitutionSettings institution(URI url, Duration within) {
        return InstitutionSettings.http(new InstitutionName("stub"), url)
                .with(new Deadlines(AMPLE, within, within, within));
    }
}
