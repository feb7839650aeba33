package org.banktransfer.service.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.service.webhook.Post.Heard;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// One POST, whatever the other side does.
class PostTest {

    private static final Duration WITHIN = Duration.ofSeconds(10);

    /// What is heard from somebody who answers with these bytes, again and again if they are to.
    private static Heard heard(String answer, boolean forEver, Duration within) throws IOException {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answer(server, answer, forEver));
            return Post.send(
                    new Reach(false, false),
                    URI.create("http://127.0.0.1:" + server.getLocalPort() + "/x?y=z"),
                    Map.of("webhook-id", "ev_1"),
                    "{}".getBytes(StandardCharsets.US_ASCII),
                    within);
        }
    }

    private static void answer(ServerSocket server, String answer, boolean forEver) {
        try (var socket = server.accept()) {
            do {
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            } while (forEver);
            // Reads until the other side has had enough.
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // It hung up.
        }
    }

    @Test
    void of_an_answer_the_status_and_retry_after_are_read() throws IOException {
        assertThat(heard("HTTP/1.1 204 No Content\r\n\r\n", false, WITHIN))
                .isEqualTo(new Heard.Answer(204, Optional.empty()));
        assertThat(
                        heard(
                                "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 429\r\nA: b\r\n"
                                        + "retry-after: 90\r\n\r\nslow down",
                                false,
                                WITHIN))
                .isEqualTo(new Heard.Answer(429, Optional.of(Duration.ofSeconds(90))));
    }

    @Test
    void what_is_not_an_answer_is_none() throws IOException {
        assertThat(heard("SSH-2.0-x\r\n", false, WITHIN)).isInstanceOf(Heard.Nothing.class);
        assertThat(heard("HTTP/1.1 200 OK\r\n", false, Duration.ofMillis(300)))
                .isEqualTo(new Heard.Nothing("no answer within 300 ms"));
    }

    @Test
    void nobody_keeps_us_by_never_coming_to_an_end() throws IOException {
        assertThat(heard("HTTP/1.1 200 OK\r\n", true, WITHIN)).isInstanceOf(Heard.Nothing.class);
        assertThat(heard("x", true, WITHIN))
                .isEqualTo(new Heard.Nothing("java.io.IOException: its answer's head is too long"));
    }
}
