package org.banktransfer.sandbox.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

/// Work that shares a commit, and what one piece of it does to the others.
class WriterTest {

    private static final Executor THREADS = Thread::startVirtualThread;

    @TempDir private Path data;
    private Writer writer;

    @BeforeEach
    void open() throws SQLException {
        var session = Session.writing(data.resolve("test.db"));
        session.execute("create table number (n integer primary key check (n < 100))");
        session.commit();
        writer = new Writer(session, 10);
    }

    @AfterEach
    void close() {
        writer.close();
    }

    private static int insert(Session session, int n) throws SQLException {
        var insert = session.prepare("insert into number (n) values (?)");
        insert.setInt(1, n);
        return insert.executeUpdate();
    }

    private static int count(Session session) throws SQLException {
        try (var rows = session.prepare("select count(*) from number").executeQuery()) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /// Keeps the writer at one piece of work until the latch is down.
    private CompletableFuture<Void> busyUntil(CountDownLatch latch) throws InterruptedException {
        var begun = new CountDownLatch(1);
        var busy =
                CompletableFuture.runAsync(
                        () ->
                                writer.run(_ -> {
                                    begun.countDown();
                                    awaitQuietly(latch);
                                    return 0;
                                }),
                        THREADS);
        begun.await();
        return busy;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void work_that_cannot_be_done_takes_nothing_with_it() throws InterruptedException {
        var latch = new CountDownLatch(1);
        var busy = busyUntil(latch);
        var one = CompletableFuture.supplyAsync(() -> writer.run(s -> insert(s, 1)), THREADS);
        var bad =
                CompletableFuture.supplyAsync(
                        () -> writer.run(s -> insert(s, 50) + insert(s, 100)), THREADS);
        var two = CompletableFuture.supplyAsync(() -> writer.run(s -> insert(s, 2)), THREADS);
        latch.countDown();
        busy.join();
        assertThat(one.join()).isEqualTo(1);
        assertThat(two.join()).isEqualTo(1);
        assertThatThrownBy(bad::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(BooksBroken.class);
        assertThat(writer.run(WriterTest::count)).as("nor half of itself").isEqualTo(2);
    }

    @Test
    void what_finds_no_place_to_wait_is_refused_and_not_done() throws InterruptedException {
        var latch = new CountDownLatch(1);
        var busy = busyUntil(latch);
        var places = new CompletableFuture<?>[10];
        for (int i = 0; i < places.length; i++) {
            int n = i;
            places[i] = CompletableFuture.runAsync(() -> runPatiently(n), THREADS);
        }
        while (writer.waiting() < places.length) {
            Thread.onSpinWait();
        }
        assertThatThrownBy(() -> writer.run(s -> insert(s, 99))).isInstanceOf(BooksBusy.class);
        latch.countDown();
        busy.join();
        CompletableFuture.allOf(places).join();
        assertThat(writer.run(WriterTest::count)).isEqualTo(10);
    }

    private void runPatiently(int n) {
        writer.run(s -> insert(s, n));
    }

    @Test
    void after_closing_nothing_is_taken_and_nobody_waits_for_ever() {
        writer.close();
        assertThatThrownBy(() -> writer.run(s -> insert(s, 1))).isInstanceOf(BooksBusy.class);
    }
}
