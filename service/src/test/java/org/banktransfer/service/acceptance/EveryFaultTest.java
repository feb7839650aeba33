package org.banktransfer.service.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.demo.SandboxAdmin.rule;

import org.assertj.core.api.SoftAssertions;
import org.banktransfer.service.demo.App;
import org.banktransfer.service.demo.App.Seen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Each fault of the sandbox's dial, on each call that it can befall, side by side: while it lasts
/// nobody is told what is not true, and once it is over the money is where the customer was told.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryFaultTest {

    private static final long AMOUNT = 2_500;

    /// Over the limit of one transfer: advice cannot know the balance of a card, so the credit is
    /// refused when the institution has paid, and the cash-out must be reversed.
    private static final long TOO_MUCH = 10_000;

    private Bank bank;
    private App app;
    private App operator;

    @BeforeAll
    void open(@TempDir Path directory) {
        bank = Bank.open(directory);
        var node =
                bank.startNode(
                        "--rules.transfer-amount=USD=9000",
                        "--cash-out-within=2s",
                        "--cash-out-valid-for=4s",
                        "--patience=60s",
                        "--clock-skew=1s",
                        "--retry.base=50ms",
                        "--retry.cap=300ms",
                        "--retry.parked=300ms",
                        "--institutions.sandbox.cash-out-timeout=700ms",
                        "--institutions.sandbox.look-up-timeout=500ms",
                        "--institutions.sandbox.reversal-timeout=500ms",
                        "--institutions.sandbox.breaker-window=10000",
                        "--institutions.sandbox.breaker-percent=100");
        app = bank.app(node);
        operator = bank.operator(node);
    }

    @AfterEach
    void everythingWorksAgain() {
        bank.institution().noFaults();
        bank.institution().release();
    }

    @AfterAll
    void close() {
        bank.close();
    }

    @Test
    void no_fault_of_a_cash_out_loses_money_or_makes_it_up() throws Exception {
        var runs = runs(Trial.ofCashOut(), 2 * AMOUNT, Optional.of(AMOUNT));
        bank.institution()
                .faults(
                        runs.stream()
                                .map(run -> run.trial.only("card", run.purse.card()))
                                .toList());
        press(runs);
        settle(runs);
    }

    @Test
    void no_fault_of_a_look_up_loses_money_or_makes_it_up() throws Exception {
        var runs = runs(Trial.ofLookUp(), 2 * AMOUNT, Optional.of(AMOUNT));
        pressAndStayUnknown(runs);
        befallTransfers(runs);
        settle(runs);
    }

    @Test
    void no_fault_of_a_reversal_loses_money_or_makes_it_up() throws Exception {
        var runs = runs(Trial.ofReversal(), TOO_MUCH, Optional.empty());
        pressAndStayUnknown(runs);
        befallTransfers(runs);
        settle(runs);
        assertThat(runs).allSatisfy(run -> assertThat(run.last().word()).isEqualTo("reversed"));
    }

    /// One press under one fault.
    private static final class Run {
        private final Trial trial;
        private final Purse purse;
        private final Optional<Long> amount;
        private final List<Seen> told = new ArrayList<>();

        Run(Trial trial, Purse purse, Optional<Long> amount) {
            this.trial = trial;
            this.purse = purse;
            this.amount = amount;
        }

        void tell(Seen seen) {
            told.add(seen);
        }

        Seen last() {
            return told.getLast();
        }

        /// As the first answer named it; a later one may be a refusal, and name none.
        String id() {
            return told.getFirst().id();
        }
    }

    private List<Run> runs(List<Trial> trials, long opening, Optional<Long> amount)
            throws Exception {
        return atOnce(
                trials,
                trial -> new Run(trial, Purse.of(bank, app, operator, "sandbox", opening), amount));
    }

    private static void press(List<Run> runs) throws Exception {
        var seen = atOnce(runs, run -> run.purse.press(Bank.newKey(), run.amount));
        for (int i = 0; i < runs.size(); i++) {
            assertThat(seen.get(i).status()).as(runs.get(i).trial.name()).isIn(201, 202);
            runs.get(i).tell(seen.get(i));
        }
    }

    /// The institution pays, and we hear of it neither at once nor by asking, until the dial is set
    /// anew.
    private void pressAndStayUnknown(List<Run> runs) throws Exception {
        bank.institution()
                .faults(List.of(rule("cash_out", "drop_answer"), rule("look_up", "error_before")));
        press(runs);
        assertThat(runs).allSatisfy(run -> assertThat(run.last().word()).isEqualTo("pending"));
    }

    private void befallTransfers(List<Run> runs) {
        var rules = new ArrayList<Map<String, Object>>();
        rules.add(rule("cash_out", "drop_answer"));
        runs.forEach(run -> rules.add(run.trial.only("id", run.id())));
        bank.institution().faults(rules);
    }

    /// Lets every fault befall at least one request, lifts them all, waits until everything is
    /// final and all that was held back has arrived, and looks where the money is.
    private void settle(List<Run> runs) throws Exception {
        Bank.await(
                "each fault has befallen a request",
                () -> {
                    runs.forEach(run -> run.tell(run.purse.now(run.id())));
                    return bank.institution().unusedFaults().isEmpty();
                });
        bank.institution().noFaults();
        bank.institution().release();
        for (var run : runs) {
            run.tell(run.purse.untilFinal(run.id()));
        }
        bank.institution().release();
        Bank.await("nothing is held back", () -> bank.institution().held() == 0);
        var softly = new SoftAssertions();
        runs.forEach(run -> checkMoney(run, softly));
        softly.assertAll();
        var audited = bank.audit(Map.of());
        assertThat(audited.exitStatus()).as(audited.text()).isZero();
    }

    private static void checkMoney(Run run, SoftAssertions softly) {
        var name = run.trial.name() + " " + run.id();
        softly.assertThat(run.last().isFinal())
                .as(name + " is final: " + run.last().body())
                .isTrue();
        for (var told : run.told) {
            if (told.isFinal()) {
                softly.assertThat(told.word()).as(name + " as told").isEqualTo(run.last().word());
            }
        }
        boolean completed = run.last().word().equals("completed");
        softly.assertThat(run.purse.inAccount())
                .as(name + " in the account of " + run.last().word())
                .isEqualTo(completed ? AMOUNT : 0);
        softly.assertThat(run.purse.leftCard())
                .as(name + " left the card of " + run.last().word())
                .isEqualTo(completed ? AMOUNT : 0);
        if (run.trial.name().startsWith("cash_out decline")) {
            softly.assertThat(run.last().word()).as(name).isEqualTo("declined");
        }
    }

    private interface Doing<A, B> {
        B to(A each) throws Exception;
    }

    private static <A, B> List<B> atOnce(List<A> all, Doing<A, B> doing)
            throws InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var begun = new ArrayList<Future<B>>();
            for (var each : all) {
                Callable<B> call = () -> doing.to(each);
                begun.add(threads.submit(call));
            }
            var done = new ArrayList<B>();
            for (var each : begun) {
                done.add(each.get());
            }
            return done;
        }
    }
}
