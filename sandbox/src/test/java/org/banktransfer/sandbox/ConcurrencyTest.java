package org.banktransfer.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.sandbox.Bank.CARD;
import static org.banktransfer.sandbox.Bank.PIN;
import static org.banktransfer.sandbox.Bank.request;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// Many at once.
class ConcurrencyTest {

    @TempDir private Path data;
    private Bank bank;

    @BeforeEach
    void start() {
        bank = Bank.open(data);
    }

    @AfterEach
    void stop() {
        bank.close();
    }

    /// Runs all of them at once.
    private static <T> List<T> atOnce(List<Callable<T>> works) throws Exception {
        var barrier = new CyclicBarrier(works.size());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures =
                    works.stream()
                            .map(work ->
                                    threads.submit(() -> {
                                        barrier.await();
                                        return work.call();
                                    }))
                            .toList();
            var results = new ArrayList<T>();
            for (var future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }

    private static <T> List<Callable<T>> times(int count, Callable<T> work) {
        return IntStream.range(0, count).mapToObj(_ -> work).toList();
    }

    @Test
    void a_hundred_identical_cash_outs_at_once_move_the_money_once() throws Exception {
        bank.issue(CARD, 10_000);
        var answers = atOnce(times(100, () -> bank.cashOut("tr_1")));
        assertThat(answers).containsOnly(bank.lookUp("tr_1"));
        assertThat(bank.balance(CARD)).isEqualTo(7500);
        assertThat(bank.received("cash_out", "tr_1")).isEqualTo(100);
    }

    @Test
    void fifty_reversals_at_once_put_the_money_back_once() throws Exception {
        bank.issue(CARD, 10_000);
        bank.cashOut("tr_1");
        var answers = atOnce(times(50, () -> bank.reverse("tr_1")));
        assertThat(answers).extracting(Reply.Answer::said).containsOnly("200 reversed");
        assertThat(bank.balance(CARD)).isEqualTo(10_000);
    }

    @Test
    void a_card_is_never_drawn_below_zero_however_many_draw_at_once() throws Exception {
        bank.issue(CARD, 10_000);
        var works = new ArrayList<Callable<Reply.Answer>>();
        for (int i = 0; i < 50; i++) {
            var id = "tr_" + i;
            works.add(() -> bank.cashOut(id));
        }
        var answers = atOnce(works);
        assertThat(answers).filteredOn(a -> a.said().equals("200 approved")).hasSize(4);
        assertThat(bank.balance(CARD)).isZero();
    }

    @Test
    void a_reversal_racing_its_cash_out_leaves_the_card_whole() throws Exception {
        bank.issue(CARD, 10_000);
        for (int round = 0; round < 30; round++) {
            var id = "tr_" + round;
            atOnce(
                    List.<Callable<Reply.Answer>>of(
                            () -> bank.cashOut(id),
                            () -> bank.reverse(id),
                            () -> bank.cashOut(id)));
            assertThat(bank.lookUp(id).said()).isIn("200 reversed", "200 blocked");
            assertThat(bank.balance(CARD)).isEqualTo(10_000);
        }
    }

    @Test
    void money_is_neither_lost_nor_made_up_whatever_happens_at_once() throws Exception {
        long opening = 0;
        for (int card = 0; card < 5; card++) {
            bank.issue("603493252897000" + card, 20_000);
            opening += 20_000;
        }
        bank.fault("\"fault\": \"drop_answer\", \"probability\": 0.3");
        var works = new ArrayList<Callable<Integer>>();
        for (int worker = 0; worker < 20; worker++) {
            var chance = new SplittableRandom(worker);
            works.add(() -> {
                for (int i = 0; i < 40; i++) {
                    var id = "tr_" + chance.nextInt(60);
                    var number = "603493252897000" + Math.floorMod(id.hashCode(), 5);
                    if (chance.nextInt(3) == 0) {
                        bank.reversalReply(id);
                    } else {
                        long amount = 1L + Math.floorMod(id.hashCode(), 5000);
                        bank.cashOutReply(id, request(number, PIN, amount));
                    }
                }
                return 0;
            });
        }
        atOnce(works);
        assertThat(bank.money()).isEqualTo(opening);
        assertThat(bank.totals().at("/cash_outs/reversed").longValue()).isPositive();
    }
}
