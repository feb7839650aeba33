package org.banktransfer.service.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.banktransfer.simulation.contract.Samples.NOON;
import static org.banktransfer.simulation.contract.Samples.usd;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.banktransfer.ledger.Account;
import org.banktransfer.ledger.AccountStatus;
import org.banktransfer.ledger.Advice;
import org.banktransfer.ledger.CreditOrder;
import org.banktransfer.ledger.CreditRules;
import org.banktransfer.ledger.CreditRules.Limits;
import org.banktransfer.ledger.LedgerAnswer.Credited;
import org.banktransfer.ledger.LedgerAnswer.NoAnswer;
import org.banktransfer.ledger.LedgerUnreachable;
import org.banktransfer.ledger.ProposedCredit;
import org.banktransfer.ledger.VoidOrder;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.money.RequestedAmount.Exactly;
import org.banktransfer.simulation.contract.Samples;
import org.banktransfer.transfer.PinPolicy;
import org.banktransfer.transfer.Progress;
import org.banktransfer.transfer.StoreUnreachable;
import org.banktransfer.transfer.TransferStore.Filter;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// A database that is not there, or there and silent, or busy with others, is told within the time
/// set.
class OutOfReachTest {

    private static final DatabaseSettings HASTY =
            new DatabaseSettings(
                    2,
                    Duration.ofMillis(500),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(1),
                    Duration.ofMillis(500),
                    Duration.ofMillis(500));

    /// The pool's wait, a socket's silence, and room for a busy machine.
    private static final Duration WITHIN = Duration.ofSeconds(8);

    private static final CreditRules RULES = new CreditRules(Limits.NONE);

    @Test
    void a_server_that_is_not_there_is_told_at_once() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertToldOutOfReach(port);
    }

    @Test
    void a_server_that_says_nothing_is_told_within_the_time() throws IOException {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertToldOutOfReach(silent.getLocalPort());
        }
    }

    private static void assertToldOutOfReach(int port) {
        var url = new JdbcUrl(JdbcUrl.PREFIX + "//127.0.0.1:" + port + "/x?user=x&password=x");
        try (var connections = new Connections("none", url, HASTY)) {
            var ledger = new PostgresLedger(connections, HASTY, RULES);
            var id = Samples.id();
            var order =
                    new CreditOrder(
                            id,
                            Samples.account(),
                            Samples.institution(),
                            Samples.card(),
                            usd(1),
                            NOON);
            var voidOrder =
                    new VoidOrder(
                            id, order.institution(), VoidReason.TIMED_OUT, Optional.empty(), NOON);
            inTime(() -> assertThat(ledger.credit(order)).isInstanceOf(NoAnswer.class));
            inTime(() -> assertThat(ledger.voidCredit(voidOrder)).isInstanceOf(NoAnswer.class));
            inTime(() -> assertThat(ledger.bookReversal(id, NOON)).isInstanceOf(NoAnswer.class));
            inTime(() -> assertThat(ledger.lookUp(id)).isInstanceOf(NoAnswer.class));
            inTime(() ->
                    assertThat(ledger.lookUp(List.of(id)).values())
                            .allMatch(NoAnswer.class::isInstance));
            var proposed =
                    new ProposedCredit(order.account(), order.card(), new Exactly(usd(1)), NOON);
            inTime(() -> assertThat(ledger.advise(proposed)).isInstanceOf(Advice.NoAnswer.class));
            inTime(() ->
                    assertThatThrownBy(
                                    () -> new PostgresAccounts(connections).find(order.account()))
                            .isInstanceOf(LedgerUnreachable.class));
            assertStoreOutOfReach(connections);
            assertThat(connections.reachable()).isFalse();
        }
    }

    private static void assertStoreOutOfReach(Connections connections) {
        var store = new PostgresTransferStore(connections, HASTY, 1);
        var transfer = Samples.pending(Samples.wish());
        var policy = new PinPolicy(3, Duration.ofHours(1));
        var claim = Samples.claim();
        var institution = transfer.wish().institution();
        var all = new Filter(Optional.empty(), Optional.empty(), Optional.empty());
        for (var call :
                List.<ThrowingCallable>of(
                        () -> store.accept(transfer, claim, NOON, policy),
                        () -> store.claimDue(institution, NOON, claim, NOON, 10),
                        () -> store.prolong(Map.of(transfer.id(), claim), NOON),
                        () -> store.find(transfer.id()),
                        () -> store.findByKey(transfer.wish().customer(), transfer.wish().key()),
                        () -> store.history(transfer.id()),
                        () -> store.list(all, Optional.empty(), 10),
                        store::backlog)) {
            inTime(() -> assertThatThrownBy(call).isInstanceOf(StoreUnreachable.class));
        }
        inTime(() -> {
            store.record(
                    new Progress(Samples.entry(transfer.id(), NOON, "unknown"), Optional.empty()));
            assertThat(store.flush(Duration.ofMillis(100))).isFalse();
            store.close();
            assertThat(store.droppedProgress()).isEqualTo(1);
        });
    }

    @Test
    void a_credit_that_would_wait_too_long_for_another_is_no_answer_and_goes_well_later()
            throws Exception {
        var database = SharedPostgres.fresh("db/ledger");
        try (var others = new Connections("others", database.service(), SharedPostgres.PATIENT);
                var connections = new Connections("hasty", database.service(), HASTY)) {
            var account = Samples.account();
            new PostgresAccounts(others)
                    .put(
                            new Account(
                                    account,
                                    Samples.customer(),
                                    usd(1).currency(),
                                    AccountStatus.OPEN),
                            Samples.operator(),
                            NOON);
            var ledger = new PostgresLedger(connections, HASTY, RULES);
            var order =
                    new CreditOrder(
                            Samples.id(),
                            account,
                            Samples.institution(),
                            Samples.card(),
                            usd(1),
                            NOON);
            var locked = new CountDownLatch(1);
            var tried = new CountDownLatch(1);
            var other =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    others.inOne(connection -> {
                                        new Standings(Duration.ofDays(1))
                                                .lock(connection, List.of(order.proposed()));
                                        locked.countDown();
                                        return await(tried);
                                    });
                                } catch (SQLException e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            locked.await();
            inTime(() -> assertThat(ledger.credit(order)).isInstanceOf(NoAnswer.class));
            tried.countDown();
            other.join();
            assertThat(ledger.credit(order)).isEqualTo(new Credited(usd(1)));
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void inTime(Runnable call) {
        long began = System.nanoTime();
        call.run();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(WITHIN);
    }
}
