package org.banktransfer.simulation.world;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.CustomerId;
import org.banktransfer.identity.IdempotencyKey;
import org.banktransfer.identity.InstitutionName;
import org.banktransfer.institution.Card;
import org.banktransfer.institution.CardNumber;
import org.banktransfer.institution.Pin;

import java.nio.charset.StandardCharsets;
import java.util.Currency;
import java.util.List;
import java.util.stream.IntStream;

/// Who and what there is in every world. Made once, because names are checked when they are made.
final class Population {

    static final String PIN = "4821";
    static final Currency USD = Currency.getInstance("USD");
    static final Currency EUR = Currency.getInstance("EUR");

    static final List<CustomerId> CUSTOMERS =
            List.of(new CustomerId("ann"), new CustomerId("bob"), new CustomerId("cem"));

    /// The customer's dollar account, then the customer's euro account, and so on.
    static final List<AccountId> ACCOUNTS =
            CUSTOMERS.stream()
                    .flatMap(customer ->
                            List.of(
                                    new AccountId("acc_" + customer.value() + "_usd"),
                                    new AccountId("acc_" + customer.value() + "_eur"))
                                    .stream())
                    .toList();

    static final List<InstitutionName> INSTITUTIONS =
            List.of(
                    new InstitutionName("north"),
                    new InstitutionName("south"),
                    new InstitutionName("west"));

    static final List<PlasticCard> CARDS =
            IntStream.range(0, 24).mapToObj(Population::card).toList();

    static final List<IdempotencyKey> KEYS =
            IntStream.range(0, 128).mapToObj(i -> new IdempotencyKey("k" + (i + 1))).toList();

    /// A card, and what a customer types who mistypes its PIN.
    record PlasticCard(CardFingerprint fingerprint, Card typed, Card mistyped) {

        String number() {
            return new String(typed.number().reveal(), StandardCharsets.US_ASCII);
        }
    }

    private Population() {}

    private static PlasticCard card(int number) {
        var digits = new CardNumber("60349325289700%02d".formatted(number));
        return new PlasticCard(
                new CardFingerprint("%064x".formatted(number + 1)),
                new Card(digits, new Pin(PIN)),
                new Card(digits, new Pin("0000")));
    }
}
