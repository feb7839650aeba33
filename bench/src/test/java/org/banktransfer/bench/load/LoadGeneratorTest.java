package org.banktransfer.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.banktransfer.bench.load.LoadGenerator.Outcome;
import org.banktransfer.bench.load.LoadGenerator.Times;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// The generator against a server of a few lines that can stand still.
class LoadGeneratorTest {

    private static final int STALL_MILLIS = 300;
    private static final byte[] OK =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".getBytes(US_ASCII);

    @Test
    void in_an_open_loop_a_stall_counts_for_every_request_that_was_due_in_it() throws Exception {
        try (var server = new Server(60)) {
            var outcome = load(server, new Pace.Open(200, 1));

            // About 60 of 200 were due while one connection waited for one answer.
            assertThat(outcome.latencies().getTotalCount()).isBetween(190L, 210L);
            assertThat(millis(outcome, 90)).isGreaterThan(STALL_MILLIS / 4);
            assertThat(millis(outcome, 99)).isGreaterThan(STALL_MILLIS * 3 / 4);
        }
    }

    @Test
    void in_a_closed_loop_what_a_stall_kept_from_being_sent_is_added() throws Exception {
        try (var server = new Server(60)) {
            var outcome = load(server, new Pace.Closed(1));

            long sent = outcome.answers().values().stream().mapToLong(count -> count).sum();
            assertThat(outcome.latencies().getTotalCount()).isGreaterThan(sent);
            assertThat(outcome.latencies().getMaxValue()).isGreaterThan(STALL_MILLIS * 900L);
        }
    }

    @Test
    void what_is_never_answered_is_counted_with_the_time_it_was_waited_for() throws Exception {
        try (var server = new Server(0)) {
            server.isMute = true;
            var outcome = load(server, new Pace.Open(50, 10));

            assertThat(outcome.answers()).isEmpty();
            assertThat(outcome.unanswered()).isBetween(48L, 52L);
            assertThat(millis(outcome, 50)).isGreaterThan(500);
        }
    }

    @Test
    void a_run_ends_early_when_all_has_been_asked() throws Exception {
        try (var server = new Server(0)) {
            var requests = new PlainTraffic(List.of(request(), request(), request()), false);
            var outcome =
                    new LoadGenerator(
                                    server.address(),
                                    new Pace.Closed(2),
                                    new Times(
                                            Duration.ZERO,
                                            Duration.ofMinutes(1),
                                            Duration.ofSeconds(1)),
                                    requests)
                            .run(System.nanoTime());

            assertThat(outcome.answers()).containsOnlyKeys(200).containsValue(3L);
            requests.requireAllGranted();
        }
    }

    private static long millis(Outcome outcome, double percentile) {
        return outcome.latencies().getValueAtPercentile(percentile) / 1000;
    }

    private static Outcome load(Server server, Pace pace) throws Exception {
        var times = new Times(Duration.ZERO, Duration.ofSeconds(1), Duration.ofMillis(700));
        return new LoadGenerator(
                        server.address(), pace, times, new PlainTraffic(List.of(request()), true))
                .run(System.nanoTime());
    }

    private static byte[] request() {
        return PlainTraffic.get("here", "/", "token");
    }

    /// Answers at once, except that one answer, of whichever connection, takes long.
    private static final class Server implements AutoCloseable {

        private final ServerSocket socket =
                new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        private final AtomicInteger answers = new AtomicInteger();
        private final int stallsAt;
        private volatile boolean isMute;

        private Server(int stallsAt) throws IOException {
            this.stallsAt = stallsAt;
            Thread.ofVirtual().start(this::accept);
        }

        private InetSocketAddress address() {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }

        private void accept() {
            try {
                while (true) {
                    var connection = socket.accept();
                    Thread.ofVirtual().start(() -> answer(connection));
                }
            } catch (IOException e) {
                // It was closed, and the test is over.
            }
        }

        private void answer(Socket connection) {
            try (connection) {
                int ends = 0;
                for (int read; (read = connection.getInputStream().read()) >= 0; ) {
                    ends = read == '\n' ? ends + 1 : read == '\r' ? ends : 0;
                    if (ends == 2 && !isMute) {
                        if (answers.incrementAndGet() == stallsAt) {
                            Thread.sleep(STALL_MILLIS);
                        }
                        connection.getOutputStream().write(OK);
                    }
                }
            } catch (IOException | InterruptedException e) {
                // The generator has hung up.
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
