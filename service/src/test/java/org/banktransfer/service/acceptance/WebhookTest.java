package org.banktransfer.service.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.service.webhook.Receiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// A node is killed when a transfer has come to its end and nobody else knows it yet.
class WebhookTest {

    @Test
    void what_a_killed_node_had_not_delivered_is_delivered_and_can_be_read(@TempDir Path directory)
            throws Exception {
        var key = Base64.getEncoder().encodeToString(new byte[32]);
        try (var one =
                OneNode.of(
                        Bank.open(directory),
                        List.of(),
                        "--webhooks.key=" + key,
                        "--webhooks.answer-within=1s")) {
            var url = closedAgain();
            var made =
                    one.operator()
                            .call("POST", "/v1/webhook-endpoints", Map.of("url", url.toString()));
            assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
            var wish = one.wish();
            var seen = wish.press(one.app(), 20);
            assertThat(seen.word()).isEqualTo("completed");
            var id = "ev_" + seen.id().substring(3) + "_completed";
            Bank.await("the event is durable", () -> events(one).contains(id));

            one.kill();
            try (var receiver = Receiver.start(url.getPort())) {
                one.restart();
                Bank.await("it is delivered", () -> receiver.taken().contains(id));

                var request = receiver.requests().getFirst();
                assertThat(request.headers())
                        .containsEntry("content-type", "application/cloudevents+json");
                assertThat(request.body())
                        .contains("\"type\":\"org.banktransfer.transfer.completed\"")
                        .contains("\"subject\":\"" + seen.id() + "\"");
            }
        }
    }

    /// Where nobody listens now.
    private static URI closedAgain() throws Exception {
        try (var receiver = Receiver.start()) {
            return URI.create(receiver.url());
        }
    }

    private static String events(OneNode one) {
        try {
            return one.app().call("GET", "/v1/events", null).body().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
