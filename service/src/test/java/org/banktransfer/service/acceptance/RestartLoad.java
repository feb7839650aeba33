package org.banktransfer.service.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.service.demo.App;
import org.banktransfer.service.demo.App.Seen;
import org.banktransfer.service.demo.SandboxAdmin;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Customers who press one after the other until they are told to stop. Whoever gets no answer, or
/// is told to come back, presses again with the same key, at the next node.
final class RestartLoad {

    static final long OPENING = 5000;
    static final long AMOUNT = 500;

    private static final int CUSTOMERS = 6;
    private static final Duration BETWEEN_PRESSES = Duration.ofMillis(20);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(60);

    private final List<App> nodes;
    private final SandboxAdmin institution;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(CUSTOMERS);
    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private final AtomicInteger acknowledged = new AtomicInteger();

    /// What became of one wish, as its customer saw it.
    ///
    /// @param answers in order
    /// @param unanswered how many presses got no answer at all
    record Told(Wish wish, List<Seen> answers, int unanswered) {

        /// The answers that say that there is a transfer.
        List<Seen> acknowledgements() {
            return answers.stream().filter(seen -> seen.status() / 100 == 2).toList();
        }
    }

    private RestartLoad(List<App> nodes, SandboxAdmin institution) {
        this.nodes = nodes;
        this.institution = institution;
    }

    /// Opens an account for each customer and lets them press.
    ///
    /// @param nodes to press at, in turn
    /// @param operator at a node that is up now
    static RestartLoad start(List<App> nodes, App operator, SandboxAdmin institution) {
        var load = new RestartLoad(nodes, institution);
        for (int i = 0; i < CUSTOMERS; i++) {
            var account = "acc_" + UUID.randomUUID().toString().replace("-", "").substring(0, 18);
            operator.putAccount(account, Bank.CUSTOMER, "open");
            int first = i;
            Thread.ofVirtual().name("customer-" + i).start(() -> load.press(account, first));
        }
        return load;
    }

    /// How many transfers customers have been told of.
    int acknowledged() {
        return acknowledged.get();
    }

    /// Lets everybody end what they have begun.
    List<Told> end() throws InterruptedException {
        stop.countDown();
        assertThat(ended.await(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS))
                .as("every customer is told of a transfer in the end")
                .isTrue();
        return List.copyOf(told);
    }

    private void press(String account, int first) {
        try {
            do {
                var wish = Wish.of(institution, account, OPENING, Optional.of(AMOUNT));
                told.add(pressUntilAcknowledged(wish, first));
            } while (!stop.await(BETWEEN_PRESSES.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    private Told pressUntilAcknowledged(Wish wish, int first) throws InterruptedException {
        var answers = new ArrayList<Seen>();
        int unanswered = 0;
        for (int i = first; ; i++) {
            try {
                var seen =
                        nodes.get(i % nodes.size())
                                .redeem(
                                        wish.key(),
                                        wish.account(),
                                        wish.card(),
                                        Bank.PIN,
                                        wish.amountMinor(),
                                        Optional.empty());
                answers.add(seen);
                if (seen.status() / 100 == 2) {
                    acknowledged.incrementAndGet();
                    return new Told(wish, answers, unanswered);
                }
            } catch (IOException e) {
                unanswered++;
            }
            TimeUnit.NANOSECONDS.sleep(BETWEEN_PRESSES.toNanos());
        }
    }

    /// Nobody was told anything untrue: what was final is so still, every transfer is settled, and
    /// the money is where its status says.
    ///
    /// @param app of the customer, at a node that is up
    static void assertTold(List<Told> told, App app, SandboxAdmin institution) throws IOException {
        var credited = new TreeMap<String, Long>();
        for (var each : told) {
            for (var seen : each.answers()) {
                assertThat(seen.status()).as("%s", seen).isIn(201, 202, 503);
            }
            var first = each.acknowledgements().getFirst();
            var last = app.transfer(first.id(), 0);
            assertThat(last.isFinal()).as("%s", last).isTrue();
            if (first.isFinal()) {
                assertThat(last.word()).isEqualTo(first.word());
            }
            long moved = OPENING - institution.balance(each.wish().card());
            assertThat(moved)
                    .as("taken for %s", last)
                    .isEqualTo(last.word().equals("completed") ? AMOUNT : 0);
            credited.merge(each.wish().account(), moved, Long::sum);
        }
        credited.forEach(
                (account, sum) -> assertThat(app.balance(account)).as(account).isEqualTo(sum));
    }

    /// What customers were told, counted, for people.
    static String counted(List<Told> told) {
        var counts = new TreeMap<String, Integer>();
        long slowest = 0;
        for (var each : told) {
            for (var seen : each.answers()) {
                counts.merge(seen.status() + " " + seen.word(), 1, Integer::sum);
                slowest = Math.max(slowest, seen.took().toMillis());
            }
            counts.merge("no answer", each.unanswered(), Integer::sum);
        }
        return told.size() + " transfers; " + counts + "; slowest answer " + slowest + " ms";
    }
}
