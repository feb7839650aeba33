package org.banktransfer.service.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.demo.SandboxAdmin.rule;

import org.banktransfer.service.demo.App;
import org.banktransfer.service.demo.App.Seen;
import org.banktransfer.service.demo.World.Node;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Guessing PINs, on two nodes at once. What counts is what the institution has counted.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PinGuessingTest {

    private static final int GUESSERS = 100;
    private static final int WRONG_MAX = 5;
    private static final int CUSTOMERS_WRONG_MAX = 8;
    private static final Duration WINDOW = Duration.ofSeconds(30);
    private static final String WRONG = "1111";
    private static final long OPENING = 5_000;

    private Bank bank;
    private List<Node> nodes;
    private App operator;

    @BeforeAll
    void open(@TempDir Path directory) {
        bank = Bank.open(directory);
        nodes = List.of(startNode(), startNode());
        operator = bank.operator(nodes.getFirst());
    }

    private Node startNode() {
        return bank.startNode(
                "--pin.wrong=" + WRONG_MAX,
                "--pin.customer-wrong=" + CUSTOMERS_WRONG_MAX,
                "--pin.window=" + WINDOW.toSeconds() + "s",
                "--institutions.sandbox.breaker-window=10000",
                "--institutions.sandbox.breaker-percent=100");
    }

    @AfterEach
    void everythingWorksAgain() {
        bank.institution().noFaults();
    }

    @AfterAll
    void close() throws InterruptedException {
        var audit = bank.audit(Map.of());
        bank.close();
        assertThat(audit.exitStatus()).as(audit.text()).isZero();
    }

    /// A customer with an account, on one of the nodes.
    private record Guesser(App app, String account) {

        Seen press(String key, String card, String pin) {
            try {
                return app.redeem(key, account, card, pin, Optional.empty(), Optional.of(20));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Seen guess(String card) {
            return press(Bank.newKey(), card, WRONG);
        }
    }

    private Guesser guesser(int which) {
        var name = "guesser-" + Bank.newKey();
        var account = "acc_" + Bank.newKey().substring(0, 18);
        operator.putAccount(account, name, "open");
        return new Guesser(bank.world().app(nodes.get(which % nodes.size()), name), account);
    }

    private int heardOf(String card) {
        return bank.institution().wrongPins(card);
    }

    private static List<Seen> atOnce(int count, IntFunction<Seen> each) throws Exception {
        var start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<Seen>>();
            for (int i = 0; i < count; i++) {
                int which = i;
                all.add(
                        threads.submit(() -> {
                            start.await();
                            return each.apply(which);
                        }));
            }
            start.countDown();
            var seen = new ArrayList<Seen>();
            for (var one : all) {
                seen.add(one.get());
            }
            return seen;
        }
    }

    private static int retryAfter(Seen seen) {
        return Integer.parseInt(seen.headers().get("Retry-After"));
    }

    /// A hundred customers, each with a key of their own, who go on until they are told that the
    /// card is locked. While a guess is under way the others are told so, and guess again.
    @Test
    void of_a_hundred_at_once_on_two_nodes_no_more_reach_the_institution_than_the_limit()
            throws Exception {
        var card = bank.issueCard(OPENING);
        var guessers = IntStream.range(0, GUESSERS).mapToObj(this::guesser).toList();
        long before = System.nanoTime();

        var last = atOnce(GUESSERS, which -> untilLocked(guessers.get(which), card));

        var took = Duration.ofNanos(System.nanoTime() - before);
        assertThat(took).as("all within one window, or more are allowed").isLessThan(WINDOW);
        assertThat(heardOf(card)).isEqualTo(WRONG_MAX);
        assertThat(last)
                .allSatisfy(seen -> assertThat(seen.status()).isEqualTo(429))
                .allSatisfy(seen -> assertThat(seen.word()).isEqualTo("card_locked"))
                .allSatisfy(seen ->
                        assertThat(retryAfter(seen)).isBetween(1, (int) WINDOW.toSeconds()));
        assertThat(guessers.getFirst().press(Bank.newKey(), card, Bank.PIN).word())
                .as("with the right one, too")
                .isEqualTo("card_locked");
    }

    private static Seen untilLocked(Guesser guesser, String card) {
        while (true) {
            var seen = guesser.guess(card);
            if (seen.status() == 429) {
                return seen;
            }
            assertThat(seen.word()).isIn("transfer_in_progress", "declined");
        }
    }

    /// The lock gives way one guess at a time, when it said it would.
    @Test
    void the_window_slides_and_the_time_to_wait_is_right() throws Exception {
        var card = bank.issueCard(OPENING);
        for (int i = 0; i < WRONG_MAX; i++) {
            assertThat(guesser(i).guess(card).reason()).isEqualTo("wrong_pin");
            if (i == 0) {
                Thread.sleep(Duration.ofSeconds(4));
            }
        }
        var locked = guesser(0).guess(card);
        assertThat(locked.word()).isEqualTo("card_locked");
        assertThat(retryAfter(locked)).isLessThanOrEqualTo((int) WINDOW.toSeconds() - 3);

        Thread.sleep(Duration.ofSeconds(Math.max(0, retryAfter(locked) - 2)));
        assertThat(guesser(1).guess(card).word()).as("a second early").isEqualTo("card_locked");
        assertThat(heardOf(card)).isEqualTo(WRONG_MAX);
        Thread.sleep(Duration.ofSeconds(2));
        assertThat(guesser(0).guess(card).reason()).as("one").isEqualTo("wrong_pin");
        assertThat(guesser(1).guess(card).word()).as("and no more").isEqualTo("card_locked");
        assertThat(heardOf(card)).isEqualTo(WRONG_MAX + 1);
    }

    @Test
    void one_press_repeated_counts_once_on_whichever_node_and_so_does_one_call() throws Exception {
        var card = bank.issueCard(OPENING);
        var name = "guesser-" + Bank.newKey();
        var account = "acc_" + Bank.newKey().substring(0, 18);
        operator.putAccount(account, name, "open");
        var onBoth =
                nodes.stream()
                        .map(node -> new Guesser(bank.world().app(node, name), account))
                        .toList();
        // Its answer is lost, so that we send the same call again.
        bank.institution().faults(List.of(rule("cash_out", "drop_answer", "times", 1)));
        var key = Bank.newKey();

        var seen = atOnce(20, i -> onBoth.get(i % 2).press(key, card, WRONG));

        assertThat(seen).allSatisfy(each -> assertThat(each.reason()).isEqualTo("wrong_pin"));
        assertThat(heardOf(card)).isEqualTo(1);
        for (int i = 1; i < WRONG_MAX; i++) {
            assertThat(guesser(i).guess(card).reason()).isEqualTo("wrong_pin");
        }
        assertThat(guesser(0).guess(card).word()).isEqualTo("card_locked");
        assertThat(onBoth.getLast().press(key, card, WRONG).reason())
                .as("what became of it is told all the same")
                .isEqualTo("wrong_pin");
        assertThat(heardOf(card)).isEqualTo(WRONG_MAX);
    }

    /// Neither a node that is killed nor one that is new forgets.
    @Test
    void a_lock_outlives_the_nodes() {
        var card = bank.issueCard(OPENING);
        var third = startNode();
        var account = Bank.openAccount(operator);
        var onThird = new Guesser(bank.app(third), account);
        for (int i = 0; i < WRONG_MAX; i++) {
            assertThat(onThird.guess(card).reason()).isEqualTo("wrong_pin");
        }
        third.kill();
        bank.world().restart(third);

        var seen = new Guesser(bank.app(third), account).guess(card);

        third.stop();
        assertThat(seen.word()).isEqualTo("card_locked");
        assertThat(heardOf(card)).isEqualTo(WRONG_MAX);
    }

    /// Every card is another, so none is locked.
    @Test
    void a_customer_who_tries_many_cards_is_slowed_and_then_refused_on_both_nodes()
            throws Exception {
        var name = "guesser-" + Bank.newKey();
        var account = "acc_" + Bank.newKey().substring(0, 18);
        operator.putAccount(account, name, "open");
        var cards = new ArrayList<String>();
        int slowed = 0;
        Seen last = null;
        for (int i = 0; i < 100 && (last == null || slowed < 4); i++) {
            var on = new Guesser(bank.world().app(nodes.get(i % 2), name), account);
            var card = bank.issueCard(OPENING);
            cards.add(card);
            last = on.guess(card);
            if (last.status() == 429) {
                assertThat(last.word()).isEqualTo("too_many_requests");
                slowed++;
                if (retryAfter(last) > 8) {
                    break;
                }
                Thread.sleep(Duration.ofSeconds(retryAfter(last)));
            }
        }

        int reached = cards.stream().mapToInt(this::heardOf).sum();
        assertThat(slowed).as("told to wait").isPositive();
        assertThat(reached).isLessThanOrEqualTo(CUSTOMERS_WRONG_MAX);
        var untouched = bank.issueCard(OPENING);
        var refused =
                new Guesser(bank.world().app(nodes.getFirst(), name), account)
                        .press(Bank.newKey(), untouched, Bank.PIN);
        assertThat(refused.word()).isEqualTo("too_many_requests");
        assertThat(bank.institution().balance(untouched)).isEqualTo(OPENING);
        assertThat(guesser(0).press(Bank.newKey(), untouched, Bank.PIN).word())
                .as("somebody else")
                .isEqualTo("completed");
    }

    @Test
    void a_wrong_pin_whose_answer_never_came_counts_once_it_is_known() throws Exception {
        var card = bank.issueCard(OPENING);
        bank.institution()
                .faults(List.of(rule("cash_out", "drop_answer"), rule("look_up", "drop_answer")));
        var guesser = guesser(0);
        var pressed =
                guesser.app()
                        .redeem(
                                Bank.newKey(),
                                guesser.account(),
                                card,
                                WRONG,
                                Optional.empty(),
                                Optional.empty());
        assertThat(pressed.word()).isEqualTo("pending");
        assertThat(guesser(1).guess(card).word()).isEqualTo("transfer_in_progress");
        bank.institution().noFaults();
        Bank.await("it is known", () -> settled(guesser, pressed));
        for (int i = 1; i < WRONG_MAX; i++) {
            assertThat(guesser(i).guess(card).reason()).isEqualTo("wrong_pin");
        }

        assertThat(guesser(0).guess(card).word()).isEqualTo("card_locked");
        assertThat(heardOf(card)).isEqualTo(WRONG_MAX);
    }

    private static boolean settled(Guesser guesser, Seen pressed) {
        try {
            return guesser.app().transfer(pressed.id(), 1).reason().equals("wrong_pin");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
