package org.banktransfer.service.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.simulation.contract.Samples.progress;

import org.banktransfer.event.EndpointId;
import org.banktransfer.event.WebhookEndpoint;
import org.banktransfer.event.WebhookEndpoint.Disabled;
import org.banktransfer.event.WebhookEndpoint.Wanted;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.service.acceptance.Npm;
import org.banktransfer.service.fake.Await;
import org.banktransfer.service.postgres.DatabaseSettings;
import org.banktransfer.service.postgres.PostgresStores;
import org.banktransfer.service.postgres.SharedPostgres;
import org.banktransfer.service.webhook.Receiver.Request;
import org.banktransfer.simulation.contract.Samples;
import org.banktransfer.transfer.PinPolicy;
import org.banktransfer.transfer.Progress.Change.Became;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferState;
import org.banktransfer.transfer.TransferState.Completed;
import org.banktransfer.transfer.TransferState.Reversed;
import org.banktransfer.transfer.TransferState.Reversing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/// Events on their way from the store to somebody else's system.
class CourierTest {

    private static final AtomicInteger NEXT = new AtomicInteger(1);

    private static final TransferState COMPLETED = new Completed(Samples.usd(2500));
    private static final TransferState REVERSING =
            new Reversing(VoidReason.NEVER_ARRIVED, Optional.empty());
    private static final TransferState REVERSED =
            new Reversed(VoidReason.NEVER_ARRIVED, Optional.empty());

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SecureRandom chance = new SecureRandom();
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Secrets secrets = new Secrets(new byte[Secrets.KEY_LENGTH]);
    private PostgresStores stores;
    private Courier courier;
    private Receiver shop;
    private EndpointId endpoint;

    @BeforeEach
    void open() throws IOException {
        int which = NEXT.getAndIncrement();
        stores =
                PostgresStores.open(
                        SharedPostgres.server().createDatabase("courier_transfers_" + which),
                        SharedPostgres.server().createDatabase("courier_ledger_" + which),
                        new CreditRules(CreditRules.Limits.NONE),
                        DatabaseSettings.DEFAULTS,
                        chance);
        courier =
                new Courier(
                        stores.webhooks(),
                        secrets,
                        event ->
                                ("{\"id\":\"" + event.id() + "\",\"of\":\"é\"}")
                                        .getBytes(StandardCharsets.UTF_8),
                        new WebhookSettings(
                                Duration.ofSeconds(5),
                                Duration.ofDays(5),
                                Duration.ofHours(24),
                                new Reach(false, false)),
                        this::now,
                        chance,
                        threads);
        shop = Receiver.start();
        endpoint = add(shop.url());
    }

    @AfterEach
    void close() {
        shop.close();
        threads.close();
        stores.close();
    }

    private Instant now() {
        return Instant.now().plus(ahead.get());
    }

    private EndpointId add(String url) {
        var id = EndpointId.next(chance);
        var wanted = new Wanted(url, "", Set.of());
        assertThat(stores.webhooks().add(WebhookEndpoint.begin(id, wanted, now()))).isTrue();
        return id;
    }

    private Transfer becomes(TransferState... states) {
        var transfer = Samples.pending(Samples.wish());
        var transfers = stores.transfers();
        transfers.accept(
                transfer,
                Samples.claim(),
                now().plusSeconds(3),
                new PinPolicy(3, Duration.ofHours(1)));
        for (var state : states) {
            transfers.record(progress(transfer.id(), new Became(transfer.id(), state, now())));
        }
        assertThat(transfers.flush(Duration.ofSeconds(30))).isTrue();
        return transfer;
    }

    private static String id(Transfer transfer, String word) {
        return "ev_" + transfer.id().toString().substring(3) + "_" + word;
    }

    private WebhookEndpoint found() {
        return stores.webhooks().find(endpoint).orElseThrow();
    }

    private void runUntil(BooleanSupplier condition) {
        Await.until(() -> {
            courier.runOnce();
            return condition.getAsBoolean();
        });
    }

    @Test
    void what_is_sent_is_what_the_specifications_own_library_verifies() throws Exception {
        Npm.requireNode("CourierTest");
        var installed =
                Npm.install(
                        Path.of("src/test/webhooks"),
                        List.of("package.json", "package-lock.json", "verify.js"),
                        Path.of("target/webhooks"));
        var old = secrets.newest(found());
        becomes(COMPLETED);
        runUntil(() -> shop.taken().size() == 1);
        var rotated = stores.webhooks().rotate(endpoint, now().plusSeconds(60), now());
        var newest = secrets.newest(rotated.orElseThrow());
        becomes(COMPLETED);
        runUntil(() -> shop.taken().size() == 2);
        stores.webhooks().rotate(endpoint, now(), now());
        becomes(COMPLETED);
        runUntil(() -> shop.taken().size() == 3);

        var requests = shop.requests();
        assertThat(
                        verified(
                                installed,
                                asSent(requests.get(0), old),
                                asSent(requests.get(1), old),
                                asSent(requests.get(1), newest),
                                asSent(requests.get(2), newest),
                                asSent(new Request(requests.get(0).headers(), "{}", 200), old)))
                .containsExactly(
                        "ok",
                        "ok",
                        "ok",
                        "No matching signature found",
                        "No matching signature found");
    }

    private static String asSent(Request request, String secret) {
        return JSON.writeValueAsString(
                Map.of(
                        "secret", secret,
                        "headers", request.headers(),
                        "body", request.body()));
    }

    private static List<String> verified(Path installed, String... lines)
            throws IOException, InterruptedException {
        var node = new ProcessBuilder("node", "verify.js").directory(installed.toFile()).start();
        try (var in = node.outputWriter(StandardCharsets.UTF_8)) {
            in.write(String.join("\n", lines) + "\n");
        }
        try (var out = node.inputReader(StandardCharsets.UTF_8)) {
            return out.lines().toList();
        } finally {
            node.destroy();
        }
    }

    @Test
    void a_later_event_of_a_transfer_comes_after_the_earlier_one_was_taken() {
        shop.answers(503, 302, 200);
        var transfer = becomes(REVERSING, REVERSED);
        runUntil(() -> shop.requests().size() == 1);
        ahead.set(Duration.ofSeconds(7));
        runUntil(() -> shop.requests().size() == 2);
        ahead.set(Duration.ofMinutes(7));

        runUntil(() -> shop.taken().size() == 2);

        assertThat(shop.taken())
                .containsExactly(id(transfer, "reversing"), id(transfer, "reversed"));
        assertThat(shop.requests())
                .as("the earlier one, under one id, until it was taken")
                .extracting(Request::id)
                .startsWith(id(transfer, "reversing"), id(transfer, "reversing"));
        assertThat(shop.requests()).extracting(Request::answered).startsWith(503, 302, 200);
    }

    @Test
    void an_endpoint_that_never_answers_holds_up_nobody_else() throws IOException {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            add("http://127.0.0.1:" + silent.getLocalPort() + "/");
            add("http://127.0.0.1:1/nobody");
            var expected = new ArrayList<String>();
            for (int i = 0; i < 30; i++) {
                expected.add(id(becomes(COMPLETED), "completed"));
            }
            long startedAt = System.nanoTime();

            runUntil(() -> shop.taken().size() >= 30);

            assertThat(Duration.ofNanos(System.nanoTime() - startedAt))
                    .as("less than one attempt at the silent one may take")
                    .isLessThan(Duration.ofSeconds(5));
            assertThat(shop.taken()).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void an_endpoint_that_is_gone_gets_no_more_until_it_is_enabled_again() {
        shop.answers(410, 200);
        becomes(COMPLETED);
        runUntil(() -> found().disabled().isPresent());
        assertThat(found().disabled()).contains(Disabled.GONE);
        becomes(COMPLETED);
        courier.runOnce();
        assertThat(shop.requests()).hasSize(1);

        stores.webhooks().change(endpoint, found().wanted(), Optional.empty(), now());
        runUntil(() -> shop.taken().size() == 2);
    }

    @Test
    void a_replay_comes_under_the_same_id() {
        var from = now();
        var transfer = becomes(COMPLETED);
        runUntil(() -> shop.taken().size() == 1);
        runUntil(() -> stores.webhooks().due(now().plusSeconds(60)).isEmpty());

        assertThat(stores.webhooks().replay(endpoint, from, now(), now(), 10)).isEqualTo(1);
        runUntil(() -> shop.taken().size() == 2);

        assertThat(shop.taken()).containsOnly(id(transfer, "completed"));
    }
}
