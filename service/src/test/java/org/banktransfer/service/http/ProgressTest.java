package org.banktransfer.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.http.ApiWorld.WISH;

import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.money.Money;
import org.banktransfer.service.fake.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Watching a transfer: `GET /v1/transfers/{id}/progress`.
@Timeout(60)
class ProgressTest {

    private final ApiWorld world = new ApiWorld();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        world.close();
        client.shutdownNow();
    }

    /// One stream being read, a line at a time.
    private record Watching(HttpResponse<InputStream> response, BufferedReader lines)
            implements AutoCloseable {

        /// The next event's data; empty at the end of the stream.
        String event() throws IOException {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data: ")) {
                    return line.substring("data: ".length());
                }
            }
            return "";
        }

        String status() throws IOException {
            return Json.read(event().getBytes(StandardCharsets.UTF_8)).path("status").asString();
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    private Watching watch(String id) throws Exception {
        var request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:%d/v1/transfers/%s/progress"
                                                .formatted(world.port(), id)))
                        .header("Authorization", "Bearer " + world.tokens.of("ann"))
                        .build();
        var response = client.send(request, BodyHandlers.ofInputStream());
        var lines = new InputStreamReader(response.body(), StandardCharsets.UTF_8);
        return new Watching(response, new BufferedReader(lines));
    }

    private String pending() {
        world.bank.institution.hold();
        return world.press("key-1", WISH).at("/id");
    }

    @Test
    void each_change_is_told_once_from_now_to_the_end_and_then_the_stream_ends() throws Exception {
        world.bank.ledger.refuse(VoidReason.REFUSED_LIMIT);
        world.bank.institution.holdReversals();
        var id = pending();
        try (var watching = watch(id)) {
            assertThat(watching.response().headers().firstValue("Content-Type"))
                    .contains("text/event-stream");
            assertThat(watching.status()).isEqualTo("pending");

            world.bank.institution.openCashOuts();
            assertThat(watching.status()).isEqualTo("reversing");

            world.bank.institution.open();
            var last = watching.event();
            assertThat(last).isEqualTo(world.get("/v1/transfers/" + id).text());
            assertThat(last).contains("\"reversed\"");
            assertThat(watching.event()).isEmpty();
        }
    }

    @Test
    void a_final_transfer_is_told_and_that_is_all() throws Exception {
        var id = world.press("key-1", WISH).at("/id");

        try (var watching = watch(id)) {
            assertThat(watching.status()).isEqualTo("completed");
            assertThat(watching.event()).isEmpty();
        }
    }

    @Test
    void a_transfer_that_another_node_ends_is_told_too() throws Exception {
        world.bank.institution.fallSilent();
        var id = world.press("key-1", WISH).at("/id");
        Await.until(() -> world.bank.desk.inFlight() == 0);
        var stored = world.bank.store.all().iterator().next();
        try (var watching = watch(id)) {
            assertThat(watching.status()).isEqualTo("pending");

            world.bank.ledger.decide(
                    stored.id(), new LedgerAnswer.Credited(Money.of(2_500, "USD")));
            assertThat(watching.status()).isEqualTo("completed");
        }
    }

    @Test
    void in_between_it_says_that_it_lives_and_ends_in_time_without_an_outcome() throws Exception {
        try (var watching = watch(pending())) {
            var lines = new ArrayList<String>();
            for (var line = watching.lines().readLine();
                    line != null;
                    line = watching.lines().readLine()) {
                lines.add(line);
            }

            assertThat(lines.stream().filter(":"::equals).count()).isBetween(5L, 81L);
            assertThat(lines.stream().filter(line -> line.startsWith("data: "))).hasSize(1);
        }
    }

    @Test
    void who_watches_too_much_is_refused_until_somebody_leaves() throws Exception {
        var id = pending();
        var path = "/v1/transfers/" + id + "/progress";
        var both = watchers(id, ApiWorld.PROGRESS.perCustomerMax());

        var refused = world.get(path);
        assertThat(refused.code()).isEqualTo("too_many_requests");
        assertThat(refused.header("Retry-After")).contains("1");
        assertThat(world.status("HEAD", path, world.tokens.of("ann"))).isEqualTo(429);

        both.getFirst().close();
        Await.until(() -> {
            try (var again = watch(id)) {
                return again.response().statusCode() == 200;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        both.getLast().close();
    }

    @Test
    void asked_without_a_body_no_place_is_kept() throws Exception {
        var id = pending();
        var path = "/v1/transfers/" + id + "/progress";
        for (int i = 0; i <= ApiWorld.PROGRESS.max(); i++) {
            assertThat(world.status("HEAD", path, world.tokens.of("ann"))).isEqualTo(200);
        }
    }

    @Test
    void streams_end_when_the_process_is_to_end() throws Exception {
        world.bank.institution.fallSilent();
        var id = world.press("key-1", WISH).at("/id");
        Await.until(() -> world.bank.desk.inFlight() == 0);
        try (var watching = watch(id)) {
            assertThat(watching.status()).isEqualTo("pending");

            world.bank.desk.close(Duration.ZERO);

            assertThat(watching.event()).isEmpty();
        }
    }

    private List<Watching> watchers(String id, int count) throws Exception {
        var all = new ArrayList<Watching>();
        for (int i = 0; i < count; i++) {
            var watching = watch(id);
            assertThat(watching.status()).isEqualTo("pending");
            all.add(watching);
        }
        return all;
    }
}
