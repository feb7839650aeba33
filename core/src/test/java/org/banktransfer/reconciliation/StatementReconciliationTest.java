package org.banktransfer.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.identity.CustomerId;
import org.banktransfer.identity.IdempotencyKey;
import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.institution.DeclineCode;
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

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/// Which movements contradict our books, and which do not.
class StatementReconciliationTest {

    private static final Money AMOUNT = Money.of(2_500, "USD");
    private static final Money MORE = Money.of(2_600, "USD");
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant READ_AT = AT.plus(Duration.ofHours(2));
    private static final TransferId ID =
            TransferId.next(InstantSource.fixed(AT), new SplittableRandom(7));
    private static final TransferState PENDING = new TransferState.Pending();
    private static final TransferState COMPLETED = new TransferState.Completed(AMOUNT);
    private static final TransferState DECLINED =
            new TransferState.Declined(DeclineCode.CARD_DECLINED);
    private static final TransferState REVERSED =
            new TransferState.Reversed(VoidReason.TIMED_OUT, Optional.empty());
    private static final LedgerAnswer CREDITED = new Credited(AMOUNT);
    private static final LedgerAnswer BOOKED =
            new Voided(VoidReason.TIMED_OUT, Optional.empty(), true);

    private final List<Movement> lines = new ArrayList<>();

    @Test
    void what_ended_as_the_statement_says_is_no_break() {
        assertThat(breaks(DECLINED, new Open())).isEmpty();
        assertThat(breaks(REVERSED, BOOKED)).isEmpty();

        cashOut(AMOUNT);
        assertThat(breaks(COMPLETED, CREDITED)).isEmpty();
        assertThat(breaks(PENDING, CREDITED)).isEmpty();
        assertThat(breaks(PENDING, new Open())).isEmpty();

        reversal(AMOUNT);
        assertThat(breaks(REVERSED, BOOKED)).isEmpty();
    }

    @Test
    void money_for_a_transfer_we_call_declined_is_a_break_and_stays_one_when_it_goes_back() {
        cashOut(AMOUNT);
        assertThat(breaks(DECLINED, new Open())).containsExactly(Kind.PAID_NOT_CREDITED);
        assertThat(breaks(DECLINED, BOOKED)).containsExactly(Kind.PAID_NOT_CREDITED);

        reversal(AMOUNT);
        assertThat(breaks(DECLINED, new Open())).containsExactly(Kind.PAID_NOT_CREDITED);
    }

    @Test
    void a_reversal_with_no_original_is_a_break_and_stays_one_when_the_money_comes_later() {
        reversal(AMOUNT);
        assertThat(breaks(REVERSED, BOOKED)).containsExactly(Kind.REVERSAL_WITHOUT_ORIGINAL);

        cashOut(AMOUNT);
        assertThat(breaks(REVERSED, BOOKED)).containsExactly(Kind.REVERSAL_WITHOUT_ORIGINAL);
    }

    @Test
    void an_original_on_a_day_that_was_not_read_is_not_missed() {
        reversal(AMOUNT);

        assertThat(breaks(REVERSED, BOOKED, AT.minus(Duration.ofDays(3)))).isEmpty();
    }

    @Test
    void an_institution_that_pays_twice_under_one_id_is_a_break_whatever_goes_back_later() {
        cashOut(AMOUNT);
        cashOut(AMOUNT);
        assertThat(breaks(COMPLETED, CREDITED)).containsExactly(Kind.PAID_TWICE);
        assertThat(breaks(PENDING, new Open())).containsExactly(Kind.PAID_TWICE);

        reversal(AMOUNT);
        assertThat(breaks(COMPLETED, CREDITED)).containsExactly(Kind.PAID_TWICE);
    }

    @Test
    void a_credit_that_the_statement_does_not_bear_out_is_a_break() {
        assertThat(breaks(COMPLETED, CREDITED)).containsExactly(Kind.CREDITED_NOT_PAID);

        cashOut(MORE);
        assertThat(breaks(COMPLETED, CREDITED)).containsExactly(Kind.AMOUNT_DIFFERS);

        reversal(MORE);
        assertThat(breaks(COMPLETED, CREDITED)).containsExactly(Kind.CREDITED_AND_REVERSED);
    }

    @Test
    void what_we_call_reversed_and_the_statement_keeps_is_a_break() {
        cashOut(AMOUNT);
        assertThat(breaks(REVERSED, BOOKED)).containsExactly(Kind.PAID_NOT_CREDITED);

        reversal(MORE);
        assertThat(breaks(REVERSED, BOOKED)).containsExactly(Kind.AMOUNT_DIFFERS);
    }

    @Test
    void what_became_final_after_the_statement_was_read_is_not_missed_there() {
        var soon = READ_AT.plusSeconds(1);
        assertThat(breaks(COMPLETED, CREDITED, AT, soon)).isEmpty();
        cashOut(AMOUNT);
        assertThat(breaks(REVERSED, BOOKED, AT, soon)).isEmpty();
    }

    @Test
    void a_silent_ledger_is_no_break() {
        cashOut(AMOUNT);
        assertThat(breaks(COMPLETED, new LedgerAnswer.NoAnswer("down"))).isEmpty();
    }

    @Test
    void a_transfer_that_we_have_no_record_of_is_a_break_and_no_strange_id_is_repeated() {
        var foreign = "6034932528973614";
        var statements = new Statements();
        statements.add(
                new Statement(
                        Set.of(),
                        List.of(
                                movement(17, foreign, Movement.Kind.CASH_OUT, AMOUNT),
                                movement(18, ID.toString(), Movement.Kind.CASH_OUT, AMOUNT))));
        var reconciliation = new StatementReconciliation(statements, READ_AT);

        reconciliation.addUnknown(foreign);
        reconciliation.addUnknown(ID.toString());

        assertThat(reconciliation.breaks()).extracting(Break::kind).containsOnly(Kind.NOT_OURS);
        assertThat(reconciliation.breaks())
                .extracting(Break::transfer)
                .containsExactly("line 17", ID.toString());
        assertThat(reconciliation.breaks().toString()).doesNotContain(foreign);
    }

    private void cashOut(Money amount) {
        next(Movement.Kind.CASH_OUT, amount);
    }

    private void reversal(Money amount) {
        next(Movement.Kind.REVERSAL, amount);
    }

    private void next(Movement.Kind kind, Money amount) {
        lines.add(movement(lines.size() + 1, ID.toString(), kind, amount));
    }

    private static Movement movement(long line, String transfer, Movement.Kind kind, Money amount) {
        return new Movement(line, AT.plusSeconds(line), transfer, kind, amount, "SB" + line);
    }

    private List<Kind> breaks(TransferState state, LedgerAnswer decision) {
        return breaks(state, decision, AT);
    }

    private List<Kind> breaks(TransferState state, LedgerAnswer decision, Instant created) {
        return breaks(state, decision, created, created.plusSeconds(60));
    }

    /// What is wrong by a statement of the one day.
    private List<Kind> breaks(
            TransferState state, LedgerAnswer decision, Instant created, Instant updated) {
        var statements = new Statements();
        statements.add(new Statement(Set.of(LocalDate.parse("2026-03-01")), lines));
        var reconciliation = new StatementReconciliation(statements, READ_AT);
        reconciliation.add(transfer(state, created, updated), decision);
        return reconciliation.breaks().stream().map(Break::kind).toList();
    }

    private static Transfer transfer(TransferState state, Instant created, Instant updated) {
        var wish =
                new Transfer.Wish(
                        new CustomerId("ann"),
                        new IdempotencyKey("k1"),
                        new AccountId("acc_ann"),
                        new InstitutionName("sandbox"),
                        new CardFingerprint("a".repeat(64)),
                        "3614",
                        new Exactly(AMOUNT));
        return new Transfer(ID, wish, state, created, updated, AT, AT, 0, Optional.empty());
    }
}
