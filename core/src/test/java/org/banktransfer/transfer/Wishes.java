package org.banktransfer.transfer;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.CustomerId;
import org.banktransfer.identity.IdempotencyKey;
import org.banktransfer.identity.InstitutionName;
import org.banktransfer.institution.Card;
import org.banktransfer.institution.CardNumber;
import org.banktransfer.institution.Pin;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount;
import org.banktransfer.money.RequestedAmount.Exactly;
import org.banktransfer.transfer.Transfer.Wish;

/// What the customer of the tests asks for.
final class Wishes {

    static final InstitutionName SANDBOX = new InstitutionName("sandbox");
    static final CustomerId CUSTOMER = new CustomerId("ann");
    static final AccountId ACCOUNT = new AccountId("acc_ann");
    static final Money AMOUNT = Money.of(2_500, "USD");
    static final Card CARD = new Card(new CardNumber("6034932528973614"), new Pin("4821"));

    private Wishes() {}

    static Wish wish(String key) {
        return wish(key, new Exactly(AMOUNT));
    }

    static Wish wish(String key, RequestedAmount amount) {
        return wish(CUSTOMER, key, amount);
    }

    static Wish wish(CustomerId customer, String key, RequestedAmount amount) {
        return new Wish(
                customer,
                new IdempotencyKey(key),
                ACCOUNT,
                SANDBOX,
                new CardFingerprint("a".repeat(64)),
                "3614",
                amount);
    }
}
