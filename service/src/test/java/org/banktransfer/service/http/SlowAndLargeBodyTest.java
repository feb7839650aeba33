package org.banktransfer.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.http.ApiWorld.WISH;

import org.banktransfer.service.desk.DeskSettings;
import org.banktransfer.service.fake.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Bodies that are too large or too slow, and requests that are not HTTP, over a bare socket.
class SlowAndLargeBodyTest {

    private static final int TEN_MIB = 10 * 1_024 * 1_024;

    private final ApiWorld world =
            new ApiWorld(
                    DeskSettings.defaults(Duration.ofSeconds(3)),
                    new HttpSettings(
                            "127.0.0.1",
                            0,
                            Duration.ofMillis(200),
                            16 * 1_024,
                            Duration.ofMillis(500),
                            Duration.ofMillis(500),
                            Duration.ofSeconds(75),
                            1_000,
                            false));

    @AfterEach
    void nothing_was_begun_and_the_service_goes_on() {
        assertThat(world.bank.institution.asked()).isEmpty();
        assertThat(world.get("/v1/accounts/acc_ann").status()).isEqualTo(200);
        world.close();
    }

    private Map<String, String> headers(String... more) {
        var headers = new HashMap<>(world.wishHeaders("key-1"));
        for (int i = 0; i < more.length; i += 2) {
            headers.put(more[i], more[i + 1]);
        }
        return headers;
    }

    @Test
    void ten_mebibytes_are_too_large_for_a_client_that_sends_them_all_first() throws IOException {
        try (var socket = RawHttp.connect(world.port())) {
            socket.send("POST", "/v1/transfers", headers(), "x".repeat(TEN_MIB));

            assertTooLarge(socket.answer());
            assertThat(socket.isClosedByServer()).isTrue();
        }
    }

    @Test
    void ten_mebibytes_are_too_large_for_an_ordinary_client() {
        var answer = world.press("key-1", "x".repeat(TEN_MIB));

        assertTooLarge(answer);
    }

    @Test
    void a_body_of_unstated_length_is_too_large_as_soon_as_it_is() throws IOException {
        try (var socket = RawHttp.connect(world.port())) {
            socket.sendHead("POST", "/v1/transfers", headers("Transfer-Encoding", "chunked"));
            for (int i = 0; i < 20; i++) {
                socket.send("400\r\n" + "x".repeat(1_024) + "\r\n");
            }

            assertTooLarge(socket.answer());
        }
    }

    @Test
    void a_chunked_body_of_honest_size_is_read() throws IOException {
        try (var socket = RawHttp.connect(world.port())) {
            socket.sendHead("POST", "/v1/transfers", headers("Transfer-Encoding", "chunked"));
            var wish = WISH.replace("acc_ann", "acc_none");
            socket.send(Integer.toHexString(wish.length()) + "\r\n" + wish + "\r\n0\r\n\r\n");

            assertThat(socket.answer().code()).isEqualTo("account_unusable");
        }
    }

    @Test
    void a_body_that_is_announced_too_large_need_not_be_sent() throws IOException {
        try (var socket = RawHttp.connect(world.port())) {
            socket.sendHead(
                    "POST",
                    "/v1/transfers",
                    headers("Content-Length", "" + TEN_MIB, "Expect", "100-continue"));

            assertTooLarge(socket.answer());
            assertThat(socket.isClosedByServer()).isTrue();
        }
    }

    @Test
    void who_waits_to_be_told_to_go_on_is_told() throws IOException {
        try (var socket = RawHttp.connect(world.port())) {
            var wish = WISH.replace("acc_ann", "acc_none");
            socket.sendHead(
                    "POST",
                    "/v1/transfers",
                    headers("Content-Length", "" + wish.length(), "Expect", "100-continue"));
            socket.send(wish);

            assertThat(socket.answer().code()).isEqualTo("account_unusable");
        }
    }

    @Test
    void a_body_that_stops_half_way_is_given_up() throws IOException {
        try (var socket = RawHttp.connect(world.port())) {
            socket.sendHead("POST", "/v1/transfers", headers("Content-Length", "500"));
            socket.send(WISH.substring(0, 100));

            var answer = socket.answer();

            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.code()).isEqualTo("request_timeout");
            assertThat(socket.isClosedByServer()).isTrue();
        }
    }

    @Test
    void a_body_that_drips_is_given_up_though_every_byte_comes_soon() throws Exception {
        try (var socket = RawHttp.connect(world.port())) {
            socket.sendHead("POST", "/v1/transfers", headers("Content-Length", "500"));
            var dripping = Thread.ofVirtual().start(() -> drip(socket));

            assertThat(socket.answer().status()).isEqualTo(408);
            dripping.join();
        }
    }

    private static void drip(RawHttp socket) {
        try {
            for (int i = 0; i < 499; i++) {
                socket.send("x");
                Thread.sleep(10);
            }
        } catch (IOException e) {
            // The server has closed the connection, as it should.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void headers_that_never_end_lose_their_connection() throws IOException {
        try (var socket = RawHttp.connect(world.port())) {
            socket.send("POST /v1/transfers HTTP/1.1\r\nHost: a\r\n");
            var slowHeaders = world.api.slowHeaders();

            Await.until(() -> slowHeaders.runOnce() == 1);

            assertThat(socket.isClosedByServer()).isTrue();
        }
    }

    @Test
    void what_is_not_http_is_answered_with_a_problem() throws IOException {
        assertInvalid("NONSENSE");
        assertInvalid("GET / HTTP/1.0");
        assertInvalid("GET /%zz HTTP/1.1", "Host: a");
        assertInvalid("GET / HTTP/1.1", "Host: a", "bad header");
        assertInvalid("GET /" + "a".repeat(5_000) + " HTTP/1.1", "Host: a");
        assertInvalid("GET / HTTP/1.1", "Host: a", "X: " + "a".repeat(20_000));
        var press = "POST /v1/transfers HTTP/1.1";
        assertInvalid(press, "Host: a", "Content-Length: 5", "Transfer-Encoding: chunked");
        assertInvalid(press, "Host: a", "Content-Length: -5");
    }

    private void assertInvalid(String... lines) throws IOException {
        var request = String.join("\r\n", lines);
        try (var socket = RawHttp.connect(world.port())) {
            socket.send(request + "\r\n\r\n");
            var answer = socket.answer();
            assertThat(answer.status()).as(request).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("invalid_request");
            assertThat(answer.header("Content-Type")).contains("application/problem+json");
        }
    }

    @Test
    void a_body_with_an_encoding_is_of_the_wrong_type() throws IOException {
        try (var socket = RawHttp.connect(world.port())) {
            socket.send("POST", "/v1/transfers", headers("Content-Encoding", "gzip"), WISH);

            assertThat(socket.answer().code()).isEqualTo("unsupported_media_type");
        }
    }

    private static void assertTooLarge(Exchange answer) {
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("payload_too_large");
    }
}
