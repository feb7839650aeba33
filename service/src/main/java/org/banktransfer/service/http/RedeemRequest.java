package org.banktransfer.service.http;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.InstitutionName;
import org.banktransfer.institution.Card;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount;
import org.banktransfer.money.RequestedAmount.Exactly;
import org.banktransfer.money.RequestedAmount.WholeBalance;

import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The body of a request to redeem a card, as far as it can be checked without asking anybody.
record RedeemRequest(
        AccountId account, InstitutionName institution, Card card, RequestedAmount amount) {

    /// What every reader of JSON can hold exactly (RFC 8259, section 6); far above any balance.
    static final long AMOUNT_MAX = 9_007_199_254_740_991L;

    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    /// @param body is without the card afterwards
    /// @param errors what is wrong with the request outside its body; everything that is wrong with
    ///   the body is added
    /// @throws Problem `INVALID_REQUEST` if there are any
    static RedeemRequest read(byte[] body, List<FieldError> errors) {
        var cardText = CardText.cutFrom(body);
        var fields = Fields.ofBody(body, errors);
        var account =
                fields.string(
                        "account", "is acc_ and 1 to 60 letters, digits, _ or -", AccountId::new);
        var institution =
                fields.string(
                        "institution",
                        "is a lower-case letter, then up to 39 lower-case letters, digits or -",
                        InstitutionName::new);
        var cardFields = fields.object("card");
        var number =
                cardFields.string(
                        "number", "is a string of 12 to 19 digits", _ -> cardText.number());
        var pin = cardFields.string("pin", "is a string of 4 to 12 digits", _ -> cardText.pin());
        cardFields.refuseOthers();
        var amount = fields.wholeNumber("amount", 1, AMOUNT_MAX);
        var currency = currency(fields);
        fields.refuseOthers();
        if (!errors.isEmpty()) {
            cardText.wipe();
            throw Problem.invalid(errors);
        }
        return new RedeemRequest(
                account.orElseThrow(),
                institution.orElseThrow(),
                new Card(number.orElseThrow(), pin.orElseThrow()),
                requested(amount, currency.orElseThrow()));
    }

    static Optional<Currency> currency(Fields fields) {
        return fields.string(
                "currency", "is a currency of ISO 4217, in capitals", RedeemRequest::currency);
    }

    private static Currency currency(String code) {
        if (!CURRENCY.matcher(code).matches()) {
            throw new IllegalArgumentException("not a currency code");
        }
        return Currency.getInstance(code);
    }

    private static RequestedAmount requested(Optional<Long> amount, Currency currency) {
        return amount.<RequestedAmount>map(minor -> new Exactly(new Money(minor, currency)))
                .orElseGet(() -> new WholeBalance(currency));
    }
}
