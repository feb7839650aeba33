package org.banktransfer.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.LedgerAccount.CustomerAccount;
import org.banktransfer.ledger.LedgerAccount.DueFromInstitution;
import org.banktransfer.ledger.LedgerAccount.Suspense;
import org.banktransfer.ledger.LedgerAccount.TransfersInTransit;
import org.banktransfer.money.Money;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Currency;
import java.util.UUID;

class PostingTest {

    private static final Currency USD = Currency.getInstance("USD");
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final InstitutionName SANDBOX = new InstitutionName("sandbox");
    private static final Money PAID = Money.of(2_500, "USD");
    private static final LedgerAccount DUE = new DueFromInstitution(SANDBOX, USD);
    private static final LedgerAccount IN_TRANSIT = new TransfersInTransit(USD);

    @Test
    void a_credit_is_owed_by_the_institution_and_owed_to_the_customer() {
        var posting = Posting.credited(order(PAID));

        assertThat(posting)
                .isEqualTo(
                        new Posting(DUE, new CustomerAccount(new AccountId("acc_1"), USD), PAID));
    }

    @Test
    void what_is_reversed_is_what_was_in_transit_the_other_way() {
        var out = Posting.inTransit(SANDBOX, PAID);
        var back = Posting.reversed(SANDBOX, PAID);

        assertThat(out).isEqualTo(new Posting(DUE, IN_TRANSIT, PAID));
        assertThat(back).isEqualTo(new Posting(out.credit(), out.debit(), out.amount()));
    }

    @Test
    void a_posting_that_does_not_balance_cannot_be_written_down() {
        refused(DUE, DUE, PAID);
        refused(DUE, IN_TRANSIT, Money.of(0, "USD"));
        refused(DUE, IN_TRANSIT, Money.of(-1, "USD"));
        refused(DUE, IN_TRANSIT, Money.of(2_500, "EUR"));
        refused(DUE, new Suspense(EUR), PAID);
        refused(new Suspense(EUR), DUE, PAID);
    }

    @Test
    void nothing_is_credited_that_is_not_more_than_nothing() {
        assertThatThrownBy(() -> order(Money.of(0, "USD")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void refused(LedgerAccount debit, LedgerAccount credit, Money amount) {
        assertThatThrownBy(() -> new Posting(debit, credit, amount))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static CreditOrder order(Money amount) {
        return new CreditOrder(
                new TransferId(new UUID(0, 1)),
                new AccountId("acc_1"),
                SANDBOX,
                new CardFingerprint("a".repeat(64)),
                amount,
                Instant.EPOCH);
    }
}
