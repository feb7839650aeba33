package org.banktransfer.service.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.service.acceptance.HostileInstitution.Malice;
import org.banktransfer.service.demo.App;
import org.banktransfer.service.demo.App.Seen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Two institutions, of which one does whatever harm its answers can. It gets nothing by it but
/// transfers of its own that are not settled until it speaks the contract.
class HostileInstitutionTest {

    /// Two for each harm, so that each is done to a cash-out whatever else asks meanwhile.
    private static final int PRESSES = 2 * Malice.values().length;

    private static final int HONEST_PRESSES = 15;
    private static final long OPENING = 2_500;

    /// What a machine that is busy with other things may add.
    private static final Duration SLACK = Duration.ofMillis(200);

    @Test
    void it_changes_nothing_but_its_own_transfers_to_unknown(@TempDir Path directory)
            throws Exception {
        try (var bank = Bank.open(directory);
                var hostile = new HostileInstitution("tr_019a0000000070008000000000000001");
                var customers = Executors.newVirtualThreadPerTaskExecutor()) {
            var node =
                    bank.startNode(
                            // An answer that was gathered whole would not fit.
                            List.of("-Xmx192m", "-XX:+ExitOnOutOfMemoryError"),
                            "--institutions.hostile.url=" + hostile.url(),
                            "--institutions.hostile.cash-out-timeout=700ms",
                            "--institutions.hostile.look-up-timeout=700ms",
                            "--institutions.hostile.reversal-timeout=700ms",
                            // Its harm is to be heard, not to be kept away.
                            "--institutions.hostile.breaker-window=10000",
                            "--cash-out-within=4s",
                            "--cash-out-valid-for=5s",
                            "--patience=6s",
                            "--retry.base=50ms",
                            "--retry.cap=300ms",
                            "--answer-within=50ms");
            var app = bank.app(node);
            var operator = bank.operator(node);
            press(bank, app, operator);
            var before = median(press(bank, app, operator));

            var purses = new ArrayList<Purse>();
            var pressed = new ArrayList<Future<Seen>>();
            for (int i = 0; i < PRESSES; i++) {
                var purse = Purse.of(bank, app, operator, "hostile", OPENING);
                purses.add(purse);
                pressed.add(
                        customers.submit(() -> purse.press(Bank.newKey(), Optional.of(OPENING))));
            }
            var during = median(press(bank, app, operator));
            assertThat(during).isLessThan(before.multipliedBy(2).plus(SLACK));

            for (int i = 0; i < PRESSES; i++) {
                var id = pressed.get(i).get().id();
                var purse = purses.get(i);
                Bank.await("it is given up", () -> purse.now(id).word().equals("reversing"));
            }
            assertThat(hostile.done()).containsExactlyInAnyOrder(Malice.values());
            assertThat(hostile.followed()).as("went where it was sent").isZero();
            press(bank, app, operator);

            hostile.behave();
            for (int i = 0; i < PRESSES; i++) {
                var last = purses.get(i).untilFinal(pressed.get(i).get().id());
                assertThat(last.word()).isEqualTo("reversed");
                assertThat(purses.get(i).inAccount()).isZero();
            }
            var audited = bank.audit(Map.of("institutions.hostile.url", hostile.url()));
            assertThat(audited.exitStatus()).as(audited.text()).isZero();
        }
    }

    /// At the honest one, one after the other.
    ///
    /// @return how long each took until it was settled
    private static List<Duration> press(Bank bank, App app, App operator) {
        var took = new ArrayList<Duration>();
        for (int i = 0; i < HONEST_PRESSES; i++) {
            var purse = Purse.of(bank, app, operator, "sandbox", OPENING);
            long started = System.nanoTime();
            var seen = purse.settled(purse.press(Bank.newKey(), Optional.empty()));
            took.add(Duration.ofNanos(System.nanoTime() - started));
            assertThat(seen.word()).isEqualTo("completed");
            assertThat(purse.inAccount()).isEqualTo(OPENING);
        }
        return took;
    }

    private static Duration median(List<Duration> of) {
        return of.stream().sorted().toList().get(of.size() / 2);
    }
}
