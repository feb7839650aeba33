package org.banktransfer.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.simulation.contract.Samples.NOON;
import static org.banktransfer.simulation.contract.Samples.usd;

import org.banktransfer.identity.AccountId;
import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.BrokenInvariant;
import org.banktransfer.ledger.CreditOrder;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.LedgerAnswer.Credited;
import org.banktransfer.ledger.LedgerAnswer.NoAnswer;
import org.banktransfer.ledger.LedgerAnswer.Voided;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/// A ledger under many callers at once.
public abstract class LedgerRaceContract extends LedgerTests {

    protected LedgerRaceContract(LedgerUnderTest underTest) {
        super(underTest);
    }

    @Test
    void of_a_hundred_credits_and_voids_at_once_one_decides_and_all_say_so() {
        var account = opened();
        var order = order(account, usd(2500));

        var answers =
                Race.of(
                        100,
                        i ->
                                () ->
                                        i % 2 == 0
                                                ? ledger().credit(order)
                                                : ledger().voidCredit(
                                                                voidOrder(
                                                                        order.id(),
                                                                        Optional.of(usd(2500)))));

        assertThat(answers.stream().distinct()).hasSize(1);
        assertThat(answers.getFirst()).isInstanceOfAny(Credited.class, Voided.class);
        boolean credited = answers.getFirst() instanceof Credited;
        assertThat(accounts().balance(account)).contains(usd(credited ? 2500 : 0));
        assertThat(due()).isEqualTo(-2500);
        assertBooksAgree();
    }

    /// The first late copy must not use the void up.
    @Test
    void a_void_refuses_every_credit_that_comes_late_however_many_come() {
        var account = opened();
        var order = order(account, usd(2500));
        var voided = ledger().voidCredit(voidOrder(order.id(), Optional.empty()));

        assertThat(Race.of(20, _ -> () -> ledger().credit(order))).containsOnly(voided);
        assertThat(ledger().credit(order)).isEqualTo(voided);

        assertThat(ledger().lookUp(order.id())).isEqualTo(voided);
        assertThat(accounts().balance(account)).contains(usd(0));
        assertThat(due()).isZero();
    }

    /// Half of them go through the transfers in one order, half in the other, and none of the
    /// transfers has left a trace in the ledger before.
    @Test
    void recoveries_that_void_the_same_absent_transfers_in_any_order_never_block_each_other() {
        var account = opened();
        var orders = IntStream.range(0, 40).mapToObj(i -> order(account, usd(100 + i))).toList();

        var answers =
                Race.of(
                                12,
                                worker ->
                                        () ->
                                                (worker % 2 == 0 ? orders : orders.reversed())
                                                        .stream()
                                                                .map(order -> decide(worker, order))
                                                                .toList())
                        .stream()
                        .flatMap(List::stream)
                        .toList();

        assertThat(answers).hasSize(12 * 40).doesNotHaveAnyElementsOfTypes(NoAnswer.class);
        assertBooksAgree();
    }

    /// Every third worker has heard an approval in the meantime.
    private LedgerAnswer decide(int worker, CreditOrder order) {
        return worker % 3 == 0
                ? ledger().credit(order)
                : ledger().voidCredit(voidOrder(order.id(), Optional.of(order.amount())));
    }

    @Test
    void a_reversal_reported_by_many_at_once_is_booked_once() {
        var transfer = Samples.id();
        ledger().voidCredit(voidOrder(transfer, Optional.of(usd(700))));

        var answers = Race.of(50, _ -> () -> ledger().bookReversal(transfer, NOON));

        assertThat(answers)
                .allMatch(answer -> answer instanceof Voided voided && voided.reversalBooked());
        assertThat(due()).isZero();
        assertBooksAgree();
    }

    /// Eight workers throw credits, voids and reversals at a few accounts and transfers; afterwards
    /// the books must tell what the answers told.
    @Test
    void after_a_storm_the_balances_are_what_the_answers_said() {
        var accounts = IntStream.range(0, 4).mapToObj(_ -> opened()).toList();
        var orders =
                IntStream.range(0, 60)
                        .mapToObj(i -> order(accounts.get(i % 4), usd(100 + i)))
                        .toList();
        long inTransitBefore = inTransit();

        Race.of(8, worker -> () -> storm(new Random(worker), orders));

        long creditedSum = 0;
        long inTransitSum = 0;
        for (var order : orders) {
            switch (ledger().lookUp(order.id())) {
                case Credited(var amount) -> creditedSum += amount.minor();
                case Voided(_, var paid, var booked) ->
                        inTransitSum += booked || paid.isEmpty() ? 0 : paid.get().minor();
                case LedgerAnswer.Open _ -> {}
                case LedgerAnswer.NotAsked _, LedgerAnswer.NoAnswer _ ->
                        throw new AssertionError(order.id() + " was not answered for");
            }
        }
        assertThat(accounts.stream().mapToLong(this::balance).sum()).isEqualTo(creditedSum);
        assertThat(inTransit() - inTransitBefore).isEqualTo(inTransitSum);
        assertThat(due()).isEqualTo(-creditedSum - inTransitSum);
        assertBooksAgree();
    }

    private List<TransferId> storm(Random chance, List<CreditOrder> orders) {
        var stormed = new ArrayList<TransferId>();
        for (int i = 0; i < 40; i++) {
            var order = orders.get(chance.nextInt(orders.size()));
            switch (chance.nextInt(4)) {
                case 0, 1 -> ledger().credit(order);
                case 2 -> ledger().voidCredit(voidOrder(order.id(), Optional.of(order.amount())));
                default -> bookIfVoided(order.id());
            }
            stormed.add(order.id());
        }
        return stormed;
    }

    private void bookIfVoided(TransferId id) {
        try {
            ledger().bookReversal(id, NOON);
        } catch (BrokenInvariant e) {
            assertThat(e).hasMessageContaining("expected voided");
        }
    }

    private long balance(AccountId account) {
        return accounts().balance(account).orElseThrow().minor();
    }
}
