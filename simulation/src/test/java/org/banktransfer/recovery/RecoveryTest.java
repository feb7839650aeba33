package org.banktransfer.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.OperatorId;
import org.banktransfer.identity.TransferId;
import org.banktransfer.institution.CashOutWord;
import org.banktransfer.institution.Institutions;
import org.banktransfer.institution.ReversalWord;
import org.banktransfer.ledger.Account;
import org.banktransfer.ledger.AccountStatus;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.money.RequestedAmount.Exactly;
import org.banktransfer.simulation.InMemoryAccounts;
import org.banktransfer.simulation.InMemoryBooks;
import org.banktransfer.simulation.InMemoryLedger;
import org.banktransfer.simulation.InMemoryTransferStore;
import org.banktransfer.simulation.InMemoryTransfers;
import org.banktransfer.simulation.contract.Samples;
import org.banktransfer.transfer.EngineSettings;
import org.banktransfer.transfer.ParkReason;
import org.banktransfer.transfer.PinPolicy;
import org.banktransfer.transfer.StepObserver;
import org.banktransfer.transfer.StoreUnreachable;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferEngine;
import org.banktransfer.transfer.TransferState;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.function.Consumer;

class RecoveryTest {

    private static final Duration CLAIM = Duration.ofSeconds(3);
    private static final InstitutionName GOOD = new InstitutionName("good");
    private static final InstitutionName DEAD = new InstitutionName("dead");

    private final InMemoryTransferStore store = new InMemoryTransferStore(new InMemoryTransfers());
    private final InMemoryBooks books = new InMemoryBooks();
    private final InMemoryAccounts accounts = new InMemoryAccounts(books);
    private final TroubledLedger ledger =
            new TroubledLedger(new InMemoryLedger(books, new CreditRules(CreditRules.Limits.NONE)));
    private final ToldInstitution good = new ToldInstitution(GOOD);
    private final ToldInstitution dead = new ToldInstitution(DEAD);
    private final Heard heard = new Heard();
    private Instant now = Samples.NOON;

    private final TransferEngine engine =
            new TransferEngine(
                    store,
                    ledger,
                    new Institutions(List.of(good, dead)),
                    EngineSettings.defaults("node"),
                    () -> now,
                    new Random(1),
                    StepObserver.NONE);

    @Test
    void what_was_interrupted_is_finished_and_whoever_waits_is_told() {
        var id = interrupted(GOOD);
        assertThat(recovery(GOOD, Runnable::run).runOnce()).isEqualTo(1);
        assertCompleted(id);
        assertThat(heard.ended)
                .singleElement()
                .satisfies(last -> assertThat(last.id()).isEqualTo(id))
                .matches(Transfer::isFinal);
    }

    @Test
    void one_poisoned_transfer_is_parked_and_holds_up_none_behind_it() {
        var poisoned = interrupted(GOOD);
        var behind = List.of(interrupted(GOOD), interrupted(GOOD));
        ledger.throwsAt(poisoned, new IllegalStateException("poison"));
        recovery(GOOD, Runnable::run).runOnce();
        behind.forEach(this::assertCompleted);
        assertThat(heard.parked).containsExactly(poisoned);
        assertThat(stored(poisoned).parked()).contains(ParkReason.BROKEN_INVARIANT);
        assertThat(stored(poisoned).isFinal()).isFalse();

        // Parked is not forgotten, though by now it is too late to credit it.
        ledger.isSoundAgain();
        now = now.plus(EngineSettings.defaults("node").parkedRetry());
        recovery(GOOD, Runnable::run).runOnce();
        assertThat(stored(poisoned).state()).isInstanceOf(TransferState.Reversed.class);
    }

    /// Though it is the one that has been waiting longest, and there is room for one at a time.
    @Test
    void a_reversal_that_cannot_be_done_holds_up_none_behind_it() {
        good.says(new CashOutWord.NeverSeen());
        good.says(new ReversalWord.Blocked());
        var stuck = interrupted(GOOD);
        good.saysOf(stuck, new ReversalWord.Refused("window_closed"));
        var behind = List.of(interrupted(GOOD), interrupted(GOOD), interrupted(GOOD));
        var recovery = recovery(GOOD, Runnable::run, 1);
        for (int round = 0; round < 4; round++) {
            assertThat(recovery.runOnce()).isEqualTo(1);
        }

        assertThat(behind)
                .allSatisfy(id ->
                        assertThat(stored(id).state()).isInstanceOf(TransferState.Reversed.class));
        assertThat(stored(stuck).state()).isInstanceOf(TransferState.Reversing.class);
        assertThat(stored(stuck).parked()).contains(ParkReason.REVERSAL_REFUSED);
    }

    @Test
    void no_more_is_claimed_than_there_is_room_for() {
        for (int i = 0; i < 5; i++) {
            interrupted(GOOD);
        }
        var drives = new ArrayDeque<Runnable>();
        var recovery = recovery(GOOD, drives::add, 2);
        assertThat(recovery.runOnce()).isEqualTo(2);
        assertThat(recovery.runOnce()).isZero();
        assertThat(recovery.running()).isEqualTo(2);
        drives.remove().run();
        assertThat(recovery.runOnce()).isEqualTo(1);
    }

    @Test
    void once_stopped_nothing_more_is_claimed_or_done_and_another_takes_over() {
        var id = interrupted(GOOD);
        var drives = new ArrayDeque<Runnable>();
        var stopped = recovery(GOOD, drives::add);
        stopped.runOnce();
        stopped.stop();
        interrupted(GOOD);
        assertThat(stopped.runOnce()).isZero();
        run(drives);
        assertThat(stopped.running()).isZero();
        assertThat(stored(id).isFinal()).isFalse();
        now = now.plus(CLAIM);
        assertThat(recovery(GOOD, Runnable::run).runOnce()).isEqualTo(2);
        assertCompleted(id);
    }

    @Test
    void a_claim_is_kept_for_as_long_as_it_is_prolonged() {
        interrupted(GOOD);
        var drives = new ArrayDeque<Runnable>();
        var slow = recovery(GOOD, drives::add);
        var other = recovery(GOOD, Runnable::run);
        slow.runOnce();
        for (int i = 0; i < 5; i++) {
            now = now.plus(CLAIM.dividedBy(2));
            assertThat(slow.prolong()).isEqualTo(1);
            assertThat(other.runOnce()).isZero();
        }
        now = now.plus(CLAIM);
        assertThat(other.runOnce()).isEqualTo(1);
    }

    @Test
    void a_claim_that_was_lost_to_another_costs_nothing_but_work() {
        var id = interrupted(GOOD);
        var drives = new ArrayDeque<Runnable>();
        var slow = recovery(GOOD, drives::add);
        slow.runOnce();
        now = now.plus(CLAIM);
        recovery(GOOD, Runnable::run).runOnce();
        assertCompleted(id);
        slow.prolong();
        run(drives);
        assertCompleted(id);
        assertThat(slow.running()).isZero();
    }

    /// Nor does a late release let a third one in on whoever has it now.
    @Test
    void a_claim_that_was_lost_is_not_given_back_for_its_new_holder() {
        interrupted(GOOD);
        good.says(new CashOutWord.Unknown("silence"));
        var first = new ArrayDeque<Runnable>();
        recovery(GOOD, first::add).runOnce();
        now = now.plus(CLAIM);
        recovery(GOOD, _ -> {}).runOnce();
        run(first);
        store.writeWaiting();
        now = now.plus(CLAIM.dividedBy(2));
        assertThat(recovery(GOOD, Runnable::run).runOnce()).isZero();
    }

    @Test
    void a_store_out_of_reach_is_nobodys_fault_and_nothing_is_parked() {
        var id = interrupted(GOOD);
        ledger.throwsAt(id, new StoreUnreachable("gone", new IllegalStateException()));
        var recovery = recovery(GOOD, Runnable::run);
        recovery.runOnce();
        assertThat(recovery.running()).isZero();
        assertThat(heard.left).containsExactly(id);
        assertThat(stored(id).parked()).isEmpty();
        ledger.isSoundAgain();
        now = now.plus(CLAIM);
        recovery.runOnce();
        assertCompleted(id);
    }

    @Test
    void a_dead_institution_holds_up_no_other() {
        var stuckDrives = new ArrayDeque<Runnable>();
        for (int i = 0; i < 4; i++) {
            interrupted(DEAD);
        }
        var stuck = recovery(DEAD, stuckDrives::add, 2);
        stuck.runOnce();
        assertThat(stuck.runOnce()).isZero();
        var id = interrupted(GOOD);
        recovery(GOOD, Runnable::run).runOnce();
        assertThat(stored(id).isFinal()).isTrue();
        assertThat(stuck.running()).isEqualTo(2);
    }

    @Test
    void a_reversal_is_never_dropped_however_long_it_takes() {
        var id = interrupted(GOOD);
        good.says(new CashOutWord.NeverSeen());
        good.says(new ReversalWord.Unknown("silence"));
        var recovery = recovery(GOOD, Runnable::run);
        var longest = EngineSettings.defaults("node").retry().cap();
        int rounds = 500;
        for (int round = 1; round <= rounds; round++) {
            assertThat(recovery.runOnce()).as("round %d", round).isEqualTo(1);
            assertThat(stored(id).attempts()).isEqualTo(round);
            now = now.plus(longest).plusMillis(1);
        }
        assertThat(good.reversals()).isEqualTo(rounds);
        assertThat(stored(id).state()).isInstanceOf(TransferState.Reversing.class);
        good.says(new ReversalWord.Blocked());
        recovery.runOnce();
        assertThat(stored(id).state()).isInstanceOf(TransferState.Reversed.class);
    }

    private Recovery recovery(InstitutionName institution, Consumer<Runnable> runner) {
        return recovery(institution, runner, 64);
    }

    private Recovery recovery(
            InstitutionName institution, Consumer<Runnable> runner, int drivesMax) {
        return new Recovery(
                institution,
                store,
                engine,
                CLAIM,
                () -> drivesMax,
                () -> now,
                new Random(),
                runner,
                heard);
    }

    /// A transfer whose cash-out was sent and whose coordinator is gone.
    private TransferId interrupted(InstitutionName institution) {
        var wish =
                Samples.wish(
                        Samples.customer(),
                        Samples.key(),
                        Samples.card(),
                        institution,
                        new Exactly(Samples.usd(2500)));
        var account =
                new Account(
                        wish.account(),
                        wish.customer(),
                        Currency.getInstance("USD"),
                        AccountStatus.OPEN);
        assertThat(accounts.put(account, new OperatorId("operator"), now)).isPresent();
        var transfer = Samples.pending(wish, now);
        store.accept(transfer, Samples.claim(), now, new PinPolicy(5, Duration.ofMinutes(15)));
        return transfer.id();
    }

    private Transfer stored(TransferId id) {
        store.writeWaiting();
        return store.find(id).orElseThrow();
    }

    private void assertCompleted(TransferId id) {
        var transfer = stored(id);
        assertThat(transfer.state()).isEqualTo(new TransferState.Completed(Samples.usd(2500)));
        assertThat(accounts.balance(transfer.wish().account()))
                .isEqualTo(Optional.of(Samples.usd(2500)));
    }

    private static void run(Queue<Runnable> drives) {
        while (!drives.isEmpty()) {
            drives.remove().run();
        }
    }

    private static final class Heard implements RecoveryListener {

        private final List<Transfer> ended = new ArrayList<>();
        private final List<TransferId> left = new ArrayList<>();
        private final List<TransferId> parked = new ArrayList<>();

        @Override
        public void ended(Transfer last) {
            ended.add(last);
        }

        @Override
        public void left(Transfer transfer, StoreUnreachable why) {
            left.add(transfer.id());
        }

        @Override
        public void parked(Transfer transfer, RuntimeException why) {
            parked.add(transfer.id());
        }
    }
}
