package org.banktransfer.service.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.service.demo.App;
import org.banktransfer.service.demo.App.Seen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Two institutions, of which one takes calls and never answers. The other's customers notice
/// nothing.
class InstitutionsApartTest {

    private static final int PLACES = 60;
    private static final int PLACES_OF_ONE = 40;
    private static final int PRESSES = 30;
    private static final long OPENING = 5_000;

    /// What a machine that is busy with other things may add.
    private static final Duration SLACK = Duration.ofMillis(200);

    @Test
    void one_that_never_answers_costs_the_other_nothing(@TempDir Path directory) throws Exception {
        try (var silent = new Silent();
                var bank = Bank.open(directory);
                var customers = Executors.newVirtualThreadPerTaskExecutor()) {
            var node =
                    bank.startNode(
                            "--institutions.silent.url=" + silent.url(),
                            "--in-flight.all=" + PLACES,
                            "--in-flight.institution=" + PLACES_OF_ONE,
                            "--answer-within=20s");
            var app = bank.app(node);
            var operator = bank.operator(node);
            press(bank, app, operator, "sandbox");
            var before = median(press(bank, app, operator, "sandbox"));

            var hanging = new ArrayList<Future<Seen>>();
            for (int i = 0; i < PLACES; i++) {
                var purse = Purse.of(bank, app, operator, "silent", OPENING);
                hanging.add(customers.submit(() -> purse.press(Bank.newKey(), Optional.empty())));
            }
            Bank.await(
                    "those who found no place any more are told so",
                    () ->
                            hanging.stream().filter(Future::isDone).count()
                                    >= PLACES - PLACES_OF_ONE);
            var during = median(press(bank, app, operator, "sandbox"));
            var stillHanging = hanging.stream().filter(each -> !each.isDone()).count();

            assertThat(stillHanging).as("it was silent all the while").isPositive();
            assertThat(during).isLessThan(before.multipliedBy(2).plus(SLACK));
            var refused = new ArrayList<Seen>();
            for (var each : hanging) {
                var seen = each.get();
                assertThat(seen.word()).isIn("pending", "unavailable");
                if (seen.status() == 503) {
                    refused.add(seen);
                    assertThat(seen.headers()).containsKey("Retry-After");
                }
            }
            assertThat(refused).hasSize(PLACES - PLACES_OF_ONE);
        }
    }

    /// One after the other.
    ///
    /// @return how long each took
    private static List<Duration> press(Bank bank, App app, App operator, String institution) {
        var took = new ArrayList<Duration>();
        for (int i = 0; i < PRESSES; i++) {
            var purse = Purse.of(bank, app, operator, institution, OPENING);
            var seen = purse.press(Bank.newKey(), Optional.empty());
            assertThat(seen.word()).isEqualTo("completed");
            assertThat(purse.inAccount()).isEqualTo(OPENING);
            took.add(seen.took());
        }
        return took;
    }

    private static Duration median(List<Duration> of) {
        return of.stream().sorted().toList().get(of.size() / 2);
    }

    /// Takes every connection and says nothing.
    private static final class Silent implements AutoCloseable {

        private final ServerSocket server;
        private final List<Socket> taken = new CopyOnWriteArrayList<>();

        Silent() throws IOException {
            server = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(this::take);
        }

        private void take() {
            try {
                while (true) {
                    taken.add(server.accept());
                }
            } catch (IOException e) {
                // It is closed.
            }
        }

        String url() {
            return "http://127.0.0.1:" + server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            server.close();
            for (var each : taken) {
                each.close();
            }
        }
    }
}
