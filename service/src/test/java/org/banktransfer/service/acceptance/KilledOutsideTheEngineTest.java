package org.banktransfer.service.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.service.demo.SandboxAdmin.rule;

import org.banktransfer.service.postgres.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// The service is killed where no step is: while a request arrives, while the intent or the credit
/// is being written or committed, and in the middle of a crowd.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledOutsideTheEngineTest {

    private static final int CROWD = 200;

    private OneNode one;

    @BeforeAll
    void open(@TempDir Path directory) {
        one = OneNode.of(Bank.open(directory), List.of());
    }

    @AfterEach
    void the_books_agree() throws InterruptedException {
        one.assertBooksAgree();
    }

    @AfterAll
    void close() {
        one.close();
    }

    @Test
    void killed_while_the_request_is_still_arriving_nothing_has_begun() throws Exception {
        var wish = one.wish();
        var at = one.node().url();
        try (var socket = new Socket(at.getHost(), at.getPort())) {
            var head =
                    """
                    POST /v1/transfers HTTP/1.1\r
                    Host: localhost\r
                    Authorization: Bearer %s\r
                    Idempotency-Key: %s\r
                    Content-Type: application/json\r
                    Content-Length: 200\r
                    \r
                    {"account": "%s", "card": {"number": "%s\
                    """
                            .formatted(
                                    one.bank().world().tokens().customer(Bank.CUSTOMER),
                                    wish.key(),
                                    wish.account(),
                                    wish.card());
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            one.kill();
            one.restart();
        }
        assertThat(Settling.ofAccount(one.operator(), wish.account())).isEmpty();
        assertCompletes(wish);
    }

    @Test
    void killed_while_the_intent_is_being_written_it_never_was() throws Exception {
        var wish = one.wish();
        try (var owner = connect(one.bank().transfers())) {
            owner.setAutoCommit(false);
            run(owner, "lock table transfer in access exclusive mode");
            var pressed = one.press(wish);
            Bank.await(
                    "the intent waits for the lock",
                    () -> count(owner, "mode = 'RowExclusiveLock' and not granted") > 0);
            one.kill();
            owner.rollback();
            pressed.get();
        }
        one.restart();
        assertSettlesInTime();
        assertThat(Settling.ofAccount(one.operator(), wish.account())).isEmpty();
        assertCompletes(wish);
    }

    /// The intent is durable and nobody knows, not even the node that wrote it.
    @Test
    void killed_while_the_intent_is_being_committed_it_is_recovered() throws Exception {
        var wish = one.wish();
        killWhileCommitting(one.bank().transfers(), "transfer", wish);
        var id = onlyTransferOf(wish);
        var last = one.app().transfer(id, 0);
        assertThat(last.word()).isEqualTo("reversed");
        assertThat(last.reason()).isEqualTo("never_arrived");
        wish.assertMoneyFits(one.app(), last);
        assertThat(wish.press(one.app(), 0).id()).isEqualTo(id);
    }

    @Test
    void killed_while_the_credit_is_being_committed_it_is_credited_once() throws Exception {
        var wish = one.wish();
        killWhileCommitting(one.bank().ledger(), "decision", wish);
        var id = onlyTransferOf(wish);
        var last = one.app().transfer(id, 0);
        assertThat(last.word()).isEqualTo("completed");
        wish.assertMoneyFits(one.app(), last);
        assertThat(wish.press(one.app(), 0).id()).isEqualTo(id);
    }

    @Test
    void killed_in_the_middle_of_a_crowd_all_of_it_is_settled_within_five_seconds_of_the_restart()
            throws Exception {
        var wishes = IntStream.range(0, CROWD).mapToObj(_ -> one.wish()).toList();
        // Some have not been sent, some not answered, some answered and not credited.
        one.institution()
                .faults(List.of(rule("cash_out", "delay_answer", "delay_ms", 2000, "skip", 60)));
        long approvedBefore = approved();
        for (var wish : wishes) {
            var _ = one.press(wish);
        }
        Bank.await("the crowd is on its way", () -> approved() - approvedBefore > CROWD / 2);
        one.kill();
        one.institution().noFaults();
        one.restart();
        var took = one.untilSettled(Set.of());
        int found = 0;
        for (var wish : wishes) {
            for (var id : Settling.ofAccount(one.operator(), wish.account())) {
                wish.assertMoneyFits(one.app(), one.app().transfer(id, 0));
                found++;
            }
        }
        System.out.printf(
                "killed with %d of %d transfers begun; settled %d ms after the restart%n",
                found, CROWD, took.toMillis());
        assertThat(found).isGreaterThan(CROWD / 2);
        assertThat(took).isLessThan(Settling.PROMISED);
        for (var wish : wishes) {
            assertThat(wish.press(one.app(), 5).isFinal()).isTrue();
        }
    }

    /// Holds the commit of the row back until the node is dead, and lets it go then: the database
    /// has it, and nobody has been told.
    private void killWhileCommitting(Database database, String table, Wish wish) throws Exception {
        try (var owner = connect(database)) {
            run(
                    owner,
                    """
                    create function hold_commit() returns trigger language plpgsql as
                    $$ begin perform pg_advisory_xact_lock(42); return null; end $$
                    """);
            run(
                    owner,
                    "create constraint trigger hold_commit after insert on "
                            + table
                            + " deferrable initially deferred"
                            + " for each row execute function hold_commit()");
            run(owner, "select pg_advisory_lock(42)");
            var pressed = one.press(wish);
            Bank.await(
                    "the commit is under way",
                    () -> count(owner, "locktype = 'advisory' and not granted") > 0);
            one.kill();
            run(owner, "select pg_advisory_unlock(42)");
            Bank.await(
                    "the commit is done",
                    () ->
                            count(owner, "locktype = 'advisory' and classid = 0 and objid = 42")
                                    == 0);
            run(owner, "drop trigger hold_commit on " + table);
            run(owner, "drop function hold_commit()");
            pressed.get();
        }
        one.restart();
        assertSettlesInTime();
    }

    private void assertSettlesInTime() throws InterruptedException {
        assertThat(one.untilSettled(Set.of())).isLessThan(Settling.PROMISED);
    }

    private void assertCompletes(Wish wish) throws IOException {
        var seen = wish.press(one.app(), 10);
        assertThat(seen.word()).isEqualTo("completed");
        wish.assertMoneyFits(one.app(), seen);
        assertThat(Settling.requests(one.institution(), seen.id(), "cash_out")).isEqualTo(1);
    }

    private String onlyTransferOf(Wish wish) {
        var ids = Settling.ofAccount(one.operator(), wish.account());
        assertThat(ids).hasSize(1);
        return ids.getFirst();
    }

    private long approved() {
        return one.institution().totals().path("cash_outs").path("approved").asLong(0);
    }

    private static Connection connect(Database database) throws SQLException {
        return DriverManager.getConnection(database.owner().value());
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int count(Connection connection, String locks) {
        var sql =
                "select count(*) from pg_locks where database ="
                        + " (select oid from pg_database where datname = current_database()) and "
                        + locks;
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
