package org.banktransfer.service.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.demo.SandboxAdmin.rule;

import org.banktransfer.service.demo.App;
import org.banktransfer.service.demo.SandboxAdmin;
import org.banktransfer.service.demo.Signals;
import org.banktransfer.service.demo.World.Node;
import org.banktransfer.service.postgres.trouble.LedgerLock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// Two nodes on one record: one dies or freezes in the middle of its work, and the other finishes
/// it. What the frozen one does when it wakes changes nothing any more.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("TwoNodesTest") // Beside other classes, but its own tests one after the other.
class TwoNodesTest {

    private static final int CROWD = 100;

    private final ExecutorService customers = Executors.newVirtualThreadPerTaskExecutor();
    private Bank bank;
    private SandboxAdmin institution;

    /// Takes any amount.
    private Node first;

    /// Takes at most 10.00, and refuses what the first one would have credited.
    private Node second;

    private App onFirst;
    private App onSecond;
    private App operator;

    @BeforeAll
    void open(@TempDir Path directory) {
        bank = Bank.open(directory);
        institution = bank.institution();
        first = bank.startNode("--node=first");
        second = bank.startNode("--node=second", "--rules.transfer-amount=USD=1000");
        onFirst = bank.app(first);
        onSecond = bank.app(second);
        operator = bank.operator(second);
    }

    @AfterEach
    void the_books_agree() throws InterruptedException {
        // In case the test did not get as far as that.
        Signals.thaw(List.of(first.pid(), second.pid()));
        institution.noFaults();
        var audit = bank.audit(Map.of());
        assertThat(audit.exitStatus()).as(audit.text()).isZero();
    }

    @AfterAll
    void close() {
        bank.close();
        customers.close();
    }

    @Test
    void what_a_dead_node_was_doing_the_other_finishes_within_five_seconds() throws Exception {
        var wishes = crowd();
        institution.faults(List.of(rule("cash_out", "delay_answer", "delay_ms", 500)));
        press(wishes);
        Bank.await("half of it is paid", () -> approved(wishes) >= CROWD / 2);
        first.kill();
        institution.noFaults();
        var took = Settling.await(operator, Set.of());
        System.out.printf("taken over and settled %d ms after the kill%n", took.toMillis());
        bank.world().restart(first);
        assertThat(took).isLessThan(Settling.PROMISED);
        assertEachPaidOnce(wishes);
    }

    /// Both recover at once what a third has left behind: the claims keep them apart.
    @Test
    void two_recoveries_at_once_do_no_work_twice() throws Exception {
        var third = bank.startNode("--node=third");
        var onThird = bank.app(third);
        var wishes = crowd();
        institution.faults(List.of(rule("cash_out", "delay_answer", "delay_ms", 20_000)));
        wishes.forEach(wish -> customers.execute(() -> wish.pressInVain(onThird)));
        Bank.await("all of it is paid", () -> approved(wishes) == CROWD);
        third.kill();
        // Slow enough for neither to be done before the other has begun.
        institution.faults(List.of(rule("look_up", "delay", "delay_ms", 300)));
        Settling.await(operator, Set.of());
        institution.noFaults();
        assertEachPaidOnce(wishes);
        var workers = new TreeSet<String>();
        for (var wish : wishes) {
            var id = Settling.ofAccount(operator, wish.account()).getFirst();
            assertThat(Settling.requests(institution, id, "look_up")).isEqualTo(1);
            workers.addAll(nodes(id, "credit"));
        }
        assertThat(workers).containsExactly("first", "second");
    }

    /// It freezes with the approval on its way; the other one credits. When it wakes it hears the
    /// approval and orders its credit.
    @Test
    void a_node_that_wakes_up_late_credits_nothing_twice() throws Exception {
        var wish = wish(Optional.of(500L));
        var id = freezeAwaitingApproval(wish);
        assertThat(onSecond.transfer(id, 20).word()).isEqualTo("completed");
        thawAndAwait(id, "credit");
        var last = onFirst.transfer(id, 0);
        assertThat(last.word()).isEqualTo("completed");
        wish.assertMoneyFits(onFirst, last);
    }

    /// The same, but the other node has refused the credit and reversed the cash-out.
    @Test
    void a_node_that_wakes_up_late_credits_nothing_that_was_reversed() throws Exception {
        var wish = wish(Optional.empty());
        var id = freezeAwaitingApproval(wish);
        assertThat(onSecond.transfer(id, 20).word()).isEqualTo("reversed");
        thawAndAwait(id, "credit");
        var last = onFirst.transfer(id, 5);
        assertThat(last.word()).isEqualTo("reversed");
        assertThat(last.reason()).isEqualTo("refused_limit");
        wish.assertMoneyFits(onFirst, last);
    }

    /// Its cash-out is still on its way when the other node shuts the door on it.
    @Test
    void a_cash_out_of_a_frozen_node_that_arrives_late_finds_the_door_shut() throws Exception {
        var wish = wish(Optional.of(500L));
        institution.faults(
                List.of(rule("cash_out", "hold", "card", wish.card(), "loss", "silence")));
        customers.execute(() -> wish.pressInVain(onFirst));
        Bank.await(
                "the cash-out is on its way", () -> institution.totals().path("held").asInt() == 1);
        Signals.freeze(first.pid());
        var id = Settling.ofAccount(operator, wish.account()).getFirst();
        assertThat(onSecond.transfer(id, 20).word()).isEqualTo("reversed");
        institution.noFaults();
        assertThat(institution.release()).isEqualTo(1);
        Signals.thaw(first.pid());
        var last = onFirst.transfer(id, 5);
        assertThat(last.word()).isEqualTo("reversed");
        assertThat(last.reason()).isEqualTo("never_arrived");
        wish.assertMoneyFits(onFirst, last);
    }

    /// It freezes in the middle of a reversal, and finishes it when it is long done.
    @Test
    void a_node_that_wakes_up_late_reverses_nothing_twice() throws Exception {
        // The first would credit it; the second refuses it and is the one that freezes.
        var wish = wish(Optional.empty());
        institution.faults(List.of(rule("reversal", "delay_answer", "delay_ms", 6000, "times", 1)));
        customers.execute(() -> wish.pressInVain(onSecond));
        Bank.await("the card is made whole", () -> reversals(wish) == 1);
        Signals.freeze(second.pid());
        var id = Settling.ofAccount(bank.operator(first), wish.account()).getFirst();
        assertThat(onFirst.transfer(id, 20).word()).isEqualTo("reversed");
        Signals.thaw(second.pid());
        Bank.await("it has booked it too", () -> nodes(id, "book_reversal").contains("second"));
        var last = onSecond.transfer(id, 0);
        assertThat(last.word()).isEqualTo("reversed");
        wish.assertMoneyFits(onSecond, last);
    }

    /// A frozen node may hold locks in the ledger. They must not keep the account from others for
    /// long.
    @Test
    void a_node_that_freezes_inside_a_database_transaction_blocks_its_account_for_seconds_only()
            throws Exception {
        var wish = wish(Optional.of(500L));
        try (var lock = LedgerLock.onDecisions(bank.ledger())) {
            customers.execute(() -> wish.pressInVain(onFirst));
            Bank.await("the credit waits for the lock", lock::isWaitedFor);
            Signals.freeze(first.pid());
        }
        var id = Settling.ofAccount(operator, wish.account()).getFirst();
        assertThat(onSecond.transfer(id, 20).word()).isEqualTo("completed");
        Signals.thaw(first.pid());
        wish.assertMoneyFits(onFirst, onFirst.transfer(id, 0));
    }

    /// Freezes the first node between the institution's approval and its own knowing of it.
    private String freezeAwaitingApproval(Wish wish) throws InterruptedException {
        institution.faults(List.of(rule("cash_out", "delay_answer", "delay_ms", 1500, "times", 1)));
        customers.execute(() -> wish.pressInVain(onFirst));
        Bank.await("it is paid", () -> approved(List.of(wish)) == 1);
        Signals.freeze(first.pid());
        return Settling.ofAccount(operator, wish.account()).getFirst();
    }

    private void thawAndAwait(String id, String step) throws InterruptedException {
        Bank.await("the other has done it alone", () -> nodes(id, step).equals(Set.of("second")));
        Signals.thaw(first.pid());
        Bank.await("it goes on where it was", () -> nodes(id, step).contains("first"));
    }

    /// The nodes that did this step of the transfer.
    private Set<String> nodes(String id, String step) {
        var nodes = new TreeSet<String>();
        for (var entry : operator.history(id).path("data")) {
            if (entry.path("step").asString().equals(step)) {
                nodes.add(entry.path("node").asString());
            }
        }
        return nodes;
    }

    private List<Wish> crowd() {
        return IntStream.range(0, CROWD).mapToObj(_ -> wish(Optional.of(500L))).toList();
    }

    private Wish wish(Optional<Long> amountMinor) {
        return Wish.make(institution, operator, 5000, amountMinor);
    }

    private void press(List<Wish> wishes) {
        wishes.forEach(wish -> customers.execute(() -> wish.pressInVain(onFirst)));
    }

    /// How many of them the institution has paid.
    private int approved(List<Wish> wishes) {
        int count = 0;
        for (var wish : wishes) {
            if (institution.balance(wish.card()) < wish.openingMinor()) {
                count++;
            }
        }
        return count;
    }

    private int reversals(Wish wish) {
        var ids = Settling.ofAccount(operator, wish.account());
        if (ids.isEmpty()) {
            return 0;
        }
        return Settling.requests(institution, ids.getFirst(), "reversal");
    }

    private void assertEachPaidOnce(List<Wish> wishes) throws IOException {
        var statuses = new ArrayList<String>();
        for (var wish : wishes) {
            for (var id : Settling.ofAccount(operator, wish.account())) {
                var last = onSecond.transfer(id, 0);
                wish.assertMoneyFits(onSecond, last);
                assertThat(Settling.requests(institution, id, "cash_out")).isLessThanOrEqualTo(1);
                statuses.add(last.word());
            }
        }
        assertThat(statuses).isNotEmpty().isSubsetOf("completed", "reversed");
    }
}
