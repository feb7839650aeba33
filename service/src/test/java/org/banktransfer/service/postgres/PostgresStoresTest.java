package org.banktransfer.service.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.simulation.contract.Samples.NOON;
import static org.banktransfer.simulation.contract.Samples.usd;

import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.Account;
import org.banktransfer.ledger.AccountStatus;
import org.banktransfer.ledger.CreditOrder;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.ledger.CreditRules.Limits;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.LedgerAnswer.Credited;
import org.banktransfer.ledger.LedgerAnswer.NoAnswer;
import org.banktransfer.service.postgres.embedded.EmbeddedPostgres;
import org.banktransfer.simulation.contract.Race;
import org.banktransfer.simulation.contract.Samples;
import org.banktransfer.transfer.Acceptance.Accepted;
import org.banktransfer.transfer.PinPolicy;
import org.banktransfer.transfer.Progress.Change.Became;
import org.banktransfer.transfer.TransferState.Completed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/// Both stores together, on two servers of which one is killed.
class PostgresStoresTest {

    private static final Duration BACK_WITHIN = Duration.ofSeconds(60);

    @TempDir private Path directory = Path.of("");

    private EmbeddedPostgres ledgerServer = SharedPostgres.server();
    private int port;

    @BeforeEach
    void start() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        ledgerServer = startLedger();
    }

    @AfterEach
    void stop() {
        ledgerServer.stop();
    }

    private EmbeddedPostgres startLedger() {
        return EmbeddedPostgres.start(
                new EmbeddedPostgres.Settings(
                        directory, SharedPostgres.PROGRAMS, port, Duration.ofMinutes(2)));
    }

    @Test
    void a_killed_ledger_server_keeps_every_decision_it_told_and_the_transfer_store_goes_on()
            throws Exception {
        try (var stores =
                PostgresStores.open(
                        SharedPostgres.empty(),
                        ledgerServer.ledger(),
                        new CreditRules(Limits.NONE),
                        DatabaseSettings.DEFAULTS,
                        new Random(1))) {
            var account = Samples.account();
            stores.accounts()
                    .put(
                            new Account(
                                    account,
                                    Samples.customer(),
                                    usd(1).currency(),
                                    AccountStatus.OPEN),
                            Samples.operator(),
                            NOON);
            var orders = new ArrayList<CreditOrder>();
            for (int i = 0; i < 400; i++) {
                orders.add(
                        new CreditOrder(
                                Samples.id(),
                                account,
                                Samples.institution(),
                                Samples.card(),
                                usd(1),
                                NOON));
            }

            var told = creditUntilKilled(stores, orders);
            assertThat(told.values()).anyMatch(Credited.class::isInstance);
            assertThat(told.values()).anyMatch(NoAnswer.class::isInstance);
            assertThat(stores.outOfReach()).containsExactly("ledger");
            assertTransferStoreGoesOn(stores);

            ledgerServer.stop();
            ledgerServer = startLedger();
            awaitReachable(stores);
            var credited =
                    told.entrySet().stream()
                            .filter(entry -> entry.getValue() instanceof Credited)
                            .map(Map.Entry::getKey)
                            .toList();
            assertThat(stores.ledger().lookUp(credited).values())
                    .allMatch(answer -> answer.equals(new Credited(usd(1))));

            for (var order : orders) {
                assertThat(stores.ledger().credit(order)).isEqualTo(new Credited(usd(1)));
            }
            assertThat(stores.accounts().balance(account)).contains(usd(orders.size()));
            assertThat(stores.books().audit().totals()).allMatch(Books.Total::agrees);
        }
    }

    /// Four workers credit one after another; the server is killed in the middle of it.
    private Map<TransferId, LedgerAnswer> creditUntilKilled(
            PostgresStores stores, List<CreditOrder> orders) {
        var next = new AtomicInteger();
        var answers = new HashMap<TransferId, LedgerAnswer>();
        Race.of(
                        4,
                        _ ->
                                () -> {
                                    var mine = new HashMap<TransferId, LedgerAnswer>();
                                    while (true) {
                                        int number = next.getAndIncrement();
                                        if (number == orders.size() / 4) {
                                            ProcessHandle.of(ledgerServer.pid())
                                                    .ifPresent(ProcessHandle::destroyForcibly);
                                        }
                                        var order = orders.get(number);
                                        var answer = stores.ledger().credit(order);
                                        mine.put(order.id(), answer);
                                        if (answer instanceof NoAnswer) {
                                            return mine;
                                        }
                                    }
                                })
                .forEach(answers::putAll);
        return answers;
    }

    private static void assertTransferStoreGoesOn(PostgresStores stores) {
        var transfer = Samples.pending(Samples.wish());
        var policy = new PinPolicy(3, Duration.ofHours(1));
        assertThat(stores.transfers().accept(transfer, Samples.claim(), NOON, policy))
                .isEqualTo(new Accepted());
        var completed = new Completed(usd(2500));
        stores.transfers()
                .record(
                        Samples.progress(
                                transfer.id(), new Became(transfer.id(), completed, NOON)));
        assertThat(stores.transfers().flush(BACK_WITHIN)).isTrue();
        assertThat(stores.transfers().find(transfer.id()).orElseThrow().state())
                .isEqualTo(completed);
        assertThat(stores.droppedProgress()).isZero();
    }

    private static void awaitReachable(PostgresStores stores) {
        long giveUpAt = System.nanoTime() + BACK_WITHIN.toNanos();
        while (!stores.outOfReach().isEmpty()) {
            assertThat(System.nanoTime()).as("the ledger is back in time").isLessThan(giveUpAt);
            Thread.onSpinWait();
        }
    }
}
