package org.banktransfer.service.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.connector.http.RawInstitution.answers;
import static org.banktransfer.service.connector.http.RawInstitution.approved;
import static org.banktransfer.service.connector.http.RawInstitution.breaksOffAfter;
import static org.banktransfer.service.connector.http.RawInstitution.whole;
import static org.banktransfer.service.connector.http.RawInstitution.write;

import org.banktransfer.institution.CashOutWord.Approved;
import org.banktransfer.institution.CashOutWord.Declined;
import org.banktransfer.institution.CashOutWord.Unknown;
import org.banktransfer.service.connector.Heard;
import org.banktransfer.service.connector.InstitutionSettings.Deadlines;
import org.banktransfer.service.connector.http.RawInstitution.Behaviour;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// What an institution can cost us by answering oddly: never more time, bytes or trust than it has.
@Timeout(60)
class BoundsTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

    private final AtomicBoolean readOn = new AtomicBoolean();
    private final CountDownLatch testIsOver = new CountDownLatch(1);

    @AfterEach
    void stopTrickling() {
        testIsOver.countDown();
    }

    @Test
    void a_trickling_answer_does_not_outlast_the_deadline() throws Exception {
        assertUnknown(Given.SHORT, trickles("", whole("200 OK", approved())), "no answer within");
    }

    @Test
    void a_trickling_body_does_not_outlast_the_deadline() throws Exception {
        var head = OK + "Content-Length: 60000\r\n\r\n{";
        assertUnknown(Given.SHORT, trickles(head, " ".repeat(59_999)), "no answer within");
    }

    @Test
    void a_call_that_was_given_up_leaves_no_connection_behind() throws Exception {
        var read = new CompletableFuture<Integer>();
        Behaviour waits =
                (socket, _) -> {
                    read.complete(socket.getInputStream().read());
                    return false;
                };
        try (var institution = new RawInstitution(waits)) {
            line(institution, Given.SHORT).cashOut(Given.REQUEST);

            assertThat(read.get(30, TimeUnit.SECONDS)).as("the end of the stream").isEqualTo(-1);
        }
    }

    @Test
    void an_endless_body_is_not_read_to_its_end() throws Exception {
        assertUnknown(
                endless(OK + "Content-Length: 9000000000\r\n\r\n{", " ".repeat(1000)),
                "the answer is too long");
    }

    @Test
    void endless_chunks_are_not_read_to_their_end() throws Exception {
        var chunk = "3e8\r\n" + " ".repeat(1000) + "\r\n";
        assertUnknown(
                endless(OK + "Transfer-Encoding: chunked\r\n\r\n", chunk),
                "the answer is too long");
    }

    @Test
    void one_huge_chunk_is_not_gathered() throws Exception {
        assertUnknown(
                endless(OK + "Transfer-Encoding: chunked\r\n\r\n7fffffff\r\n", " ".repeat(1000)),
                "the answer is too long");
    }

    @Test
    void endless_headers_are_not_read_to_their_end() throws Exception {
        assertUnknown(endless(OK, "X-More: and more\r\n"), "no whole answer");
        assertUnknown(endless(OK + "X-More: ", "and more"), "no whole answer");
        assertUnknown(endless("HTTP/1.1 200 ", "OK"), "no whole answer");
    }

    @Test
    void what_is_not_http_is_no_answer() throws Exception {
        assertUnknown(breaksOffAfter("SSH-2.0-OpenSSH_9.2\r\n\r\n"), "no whole answer");
        assertUnknown(breaksOffAfter("HTTP/2 200\r\n\r\n"), "no whole answer");
        assertUnknown(breaksOffAfter("{\"status\":\"approved\"}"), "no whole answer");
        assertUnknown(breaksOffAfter("\0\0\0\0\0\0\r\n\r\n"), "no whole answer");
    }

    @Test
    void an_answer_of_unclear_length_is_no_answer() throws Exception {
        var body = approved();
        var length = "Content-Length: " + body.length() + "\r\n";
        var chunked = "Transfer-Encoding: chunked\r\n";
        assertUnknown(breaksOffAfter(OK + "\r\n" + body), "an answer without one length");
        assertUnknown(breaksOffAfter(OK + length + "Content-Length: 1\r\n\r\n" + body), "");
        assertUnknown(
                breaksOffAfter(OK + length + chunked + "\r\n" + body),
                "an answer without one length");
        assertUnknown(breaksOffAfter(OK + "Content-Length: -5\r\n\r\n" + body), "");
        assertUnknown(breaksOffAfter(OK + "Content-Length: ten\r\n\r\n" + body), "");
        assertUnknown(breaksOffAfter(OK + chunked + "\r\n-1\r\n" + body), "");
    }

    @Test
    void a_compressed_answer_is_neither_asked_for_nor_unpacked() throws Exception {
        try (var institution =
                new RawInstitution(
                        breaksOffAfter(
                                OK
                                        + "Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n"
                                        + "\u001f\u001f\u0008\0"))) {
            assertThat(line(institution, Given.AMPLE).cashOut(Given.REQUEST))
                    .isEqualTo(Heard.silence(new Unknown("answered 200 with an unreadable body")));
            assertThat(institution.requests().getFirst().toLowerCase(Locale.ROOT))
                    .doesNotContain("accept-encoding", "expect:", "cookie", "te:");
        }
    }

    @Test
    void chunks_make_a_whole_answer() throws Exception {
        var body = approved();
        try (var institution =
                new RawInstitution(
                        breaksOffAfter(
                                OK
                                        + "Transfer-Encoding: chunked\r\n\r\n5\r\n"
                                        + body.substring(0, 5)
                                        + "\r\n%x\r\n".formatted(body.length() - 5)
                                        + body.substring(5)
                                        + "\r\n0\r\n\r\n"))) {
            assertThat(line(institution, Given.AMPLE).cashOut(Given.REQUEST).reply())
                    .isInstanceOf(Approved.class);
        }
    }

    @Test
    void what_follows_an_answer_is_never_taken_for_the_next_ones() throws Exception {
        var declined = whole("200 OK", "{\"status\":\"declined\",\"code\":\"card_declined\"}");
        var later = new CountDownLatch(1);
        try (var institution =
                new RawInstitution(
                        (_, out) -> {
                            write(out, whole("200 OK", approved()) + declined);
                            return true;
                        },
                        (_, out) -> {
                            write(out, whole("200 OK", approved()));
                            // While the connection lies idle, as an impatient server would.
                            write(out, declined);
                            later.countDown();
                            return true;
                        },
                        answers("200 OK", approved()))) {
            var line = line(institution, Given.AMPLE);

            assertThat(line.cashOut(Given.REQUEST).reply()).isInstanceOf(Approved.class);
            assertThat(line.cashOut(Given.REQUEST).reply()).isInstanceOf(Approved.class);
            assertThat(later.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(line.cashOut(Given.REQUEST).reply())
                    .isInstanceOf(Approved.class)
                    .isNotInstanceOf(Declined.class);

            assertThat(institution.connections()).isEqualTo(3);
        }
    }

    @Test
    void an_institution_that_takes_no_connection_is_given_up_in_time() throws Exception {
        var waiting = new ArrayList<Socket>();
        try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            fill(full, waiting);
            var url = URI.create("http://127.0.0.1:" + full.getLocalPort());
            var settings =
                    Given.institution(url, Given.AMPLE)
                            .with(
                                    new Deadlines(
                                            Given.SHORT, Given.AMPLE, Given.AMPLE, Given.AMPLE));
            var line = new HttpLine(settings, InstantSource.system());

            assertThat(line.cashOut(Given.REQUEST))
                    .isEqualTo(
                            Heard.silence(
                                    new Unknown("could not connect: SocketTimeoutException")));
        } finally {
            for (var socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void an_institution_that_is_not_there_is_unknown() throws Exception {
        // Bound and not listening: nobody else gets the port meanwhile.
        try (var gone = new Socket()) {
            gone.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            assertThat(cashOut(URI.create("http://127.0.0.1:" + gone.getLocalPort())))
                    .isEqualTo(Heard.silence(new Unknown("could not connect: ConnectException")));
        }
        assertThat(cashOut(URI.create("https://no-such-host.invalid")))
                .isEqualTo(Heard.silence(new Unknown("could not connect: UnknownHostException")));
    }

    @Test
    void whoever_stops_waiting_is_let_go_at_once() throws Exception {
        try (var institution = new RawInstitution((_, _) -> true)) {
            Thread.currentThread().interrupt();
            assertThat(line(institution, Given.AMPLE).cashOut(Given.REQUEST).reply())
                    .isEqualTo(new Unknown("we stopped waiting for the answer"));
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static Heard<?> cashOut(URI url) {
        var settings = Given.institution(url, Given.AMPLE);
        return new HttpLine(settings, InstantSource.system()).cashOut(Given.REQUEST);
    }

    private void assertUnknown(Behaviour behaviour, String why) throws Exception {
        assertUnknown(Given.AMPLE, behaviour, why);
    }

    private void assertUnknown(Duration within, Behaviour behaviour, String why) throws Exception {
        try (var institution = new RawInstitution(behaviour)) {
            var heard = line(institution, within).cashOut(Given.REQUEST);

            assertThat(heard.spoke()).isFalse();
            assertThat(readOn).as("read on for 16 MiB").isFalse();
            assertThat(heard.reply())
                    .isInstanceOfSatisfying(
                            Unknown.class, unknown -> assertThat(unknown.why()).startsWith(why));
        }
    }

    /// Sends the start, then a character every 20 ms, which each single read finds quick enough.
    private Behaviour trickles(String start, String rest) {
        return (_, out) -> {
            write(out, start);
            for (int i = 0; i < rest.length(); i++) {
                if (testIsOver.await(20, TimeUnit.MILLISECONDS)) {
                    return false;
                }
                write(out, rest.substring(i, i + 1));
            }
            return true;
        };
    }

    /// What the sockets in between hold is sent too, so the bound here is a generous one.
    private Behaviour endless(String start, String again) {
        return (_, out) -> {
            write(out, start);
            for (int sent = 0; sent < 16 * 1024 * 1024; sent += again.length()) {
                write(out, again);
            }
            readOn.set(true);
            return false;
        };
    }

    /// Connects until the listener's queue is full and a connection is no longer answered.
    private static void fill(ServerSocket server, List<Socket> waiting) throws Exception {
        for (int i = 0; i < 10; i++) {
            var socket = new Socket();
            waiting.add(socket);
            try {
                socket.connect(server.getLocalSocketAddress(), 300);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
        throw new AssertionError("ten connections, and the queue of one is not full");
    }

    private static HttpLine line(RawInstitution institution, Duration within) {
        return new HttpLine(Given.institution(institution.url(), within), InstantSource.system());
    }
}
