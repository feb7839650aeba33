package org.banktransfer.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.CustomerId;
import org.banktransfer.identity.IdempotencyKey;
import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.institution.CashOutWord.Approved;
import org.banktransfer.institution.CashOutWord.Declined;
import org.banktransfer.institution.CashOutWord.DoorShut;
import org.banktransfer.institution.CashOutWord.NeverSeen;
import org.banktransfer.institution.CashOutWord.Unknown;
import org.banktransfer.institution.DeclineCode;
import org.banktransfer.institution.LookUpReply;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.LedgerAnswer.Credited;
import org.banktransfer.ledger.LedgerAnswer.Open;
import org.banktransfer.ledger.LedgerAnswer.Voided;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount.Exactly;
import org.banktransfer.reconciliation.Break.Kind;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferState;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// Which differences between the three sides are breaks, and which are not.
class ReconciliationTest {

    private static final Money AMOUNT = Money.of(2_500, "USD");
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
    private static final Approved APPROVED = new Approved(AMOUNT, "ref");
    private static final Declined DECLINED = new Declined(DeclineCode.CARD_DECLINED);
    private static final TransferState PENDING = new TransferState.Pending();
    private static final TransferState COMPLETED = new TransferState.Completed(AMOUNT);
    private static final TransferState SAID_NO =
            new TransferState.Declined(DeclineCode.CARD_DECLINED);
    private static final TransferState REVERSED =
            new TransferState.Reversed(VoidReason.TIMED_OUT, Optional.empty());

    @Test
    void what_is_under_way_is_no_break() {
        assertThat(breaks(PENDING, new Open(), new NeverSeen())).isEmpty();
        assertThat(breaks(PENDING, new Open(), APPROVED)).isEmpty();
        assertThat(breaks(PENDING, new Credited(AMOUNT), APPROVED)).isEmpty();
        assertThat(breaks(PENDING, voided(false), APPROVED)).isEmpty();
        assertThat(breaks(PENDING, voided(true), new DoorShut())).isEmpty();
    }

    @Test
    void what_ended_well_is_no_break() {
        assertThat(breaks(COMPLETED, new Credited(AMOUNT), APPROVED)).isEmpty();
        assertThat(breaks(SAID_NO, new Open(), DECLINED)).isEmpty();
        assertThat(breaks(REVERSED, voided(true), new DoorShut())).isEmpty();
        assertThat(breaks(REVERSED, voided(false), new NeverSeen())).isEmpty();
    }

    @Test
    void a_decline_that_raced_a_void_is_no_break() {
        assertThat(breaks(SAID_NO, voided(false), DECLINED)).isEmpty();
        assertThat(breaks(SAID_NO, voided(true), DECLINED)).isEmpty();
    }

    @Test
    void a_decline_of_what_had_been_paid_is_one() {
        assertThat(breaks(SAID_NO, voided(true), APPROVED)).containsExactly(Kind.PAID_NOT_CREDITED);
        assertThat(breaks(SAID_NO, new Open(), APPROVED)).containsExactly(Kind.PAID_NOT_CREDITED);
        assertThat(
                        breaks(
                                SAID_NO,
                                new Voided(VoidReason.TIMED_OUT, Optional.of(AMOUNT), true),
                                new DoorShut()))
                .containsExactly(Kind.STATE_CONTRADICTS_LEDGER);
    }

    @Test
    void a_credit_that_was_not_paid_or_was_taken_back_is_one() {
        assertThat(breaks(COMPLETED, new Credited(AMOUNT), new NeverSeen()))
                .containsExactly(Kind.CREDITED_NOT_PAID);
        assertThat(breaks(COMPLETED, new Credited(AMOUNT), DECLINED))
                .containsExactly(Kind.CREDITED_NOT_PAID);
        assertThat(breaks(COMPLETED, new Credited(AMOUNT), new DoorShut()))
                .containsExactly(Kind.CREDITED_AND_REVERSED);
        assertThat(
                        breaks(
                                COMPLETED,
                                new Credited(AMOUNT),
                                new Approved(AMOUNT.plus(AMOUNT), "ref")))
                .containsExactly(Kind.AMOUNT_DIFFERS);
    }

    @Test
    void a_state_that_the_ledger_does_not_know_of_is_one() {
        assertThat(breaks(COMPLETED, new Open(), APPROVED))
                .containsExactly(Kind.STATE_CONTRADICTS_LEDGER);
        assertThat(breaks(REVERSED, new Open(), new DoorShut()))
                .containsExactly(Kind.STATE_CONTRADICTS_LEDGER);
        assertThat(breaks(COMPLETED, voided(true), new DoorShut()))
                .containsExactly(Kind.STATE_CONTRADICTS_LEDGER);
        assertThat(breaks(REVERSED, new Credited(AMOUNT), APPROVED))
                .containsExactly(Kind.STATE_CONTRADICTS_LEDGER);
    }

    @Test
    void silence_is_no_break() {
        assertThat(breaks(COMPLETED, new Credited(AMOUNT), new Unknown("down"))).isEmpty();
        assertThat(breaks(COMPLETED, new LedgerAnswer.NoAnswer("down"), new NeverSeen())).isEmpty();
    }

    private static Voided voided(boolean reversalBooked) {
        return new Voided(VoidReason.TIMED_OUT, Optional.empty(), reversalBooked);
    }

    private static List<Kind> breaks(
            TransferState state, LedgerAnswer ledger, LookUpReply institution) {
        var reconciliation = new Reconciliation();
        reconciliation.add(new SeenTransfer(transfer(state), ledger, institution));
        return reconciliation.breaks().stream().map(Break::kind).toList();
    }

    private static Transfer transfer(TransferState state) {
        var wish =
                new Transfer.Wish(
                        new CustomerId("ann"),
                        new IdempotencyKey("k1"),
                        new AccountId("acc_ann"),
                        new InstitutionName("sandbox"),
                        new CardFingerprint("a".repeat(64)),
                        "3614",
                        new Exactly(AMOUNT));
        var id = TransferId.next(InstantSource.fixed(AT), new SplittableRandom(7));
        return new Transfer(id, wish, state, AT, AT, AT, AT, 0, Optional.empty());
    }
}
