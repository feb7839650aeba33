package org.banktransfer.service.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.banktransfer.service.fake.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

@Timeout(60)
class BatcherTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String CONNECTION_FAILURE = "08006";

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final List<List<Integer>> batches = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        callers.close();
    }

    @Test
    void a_question_alone_is_answered_at_once() throws SQLException {
        try (var batcher = new Batcher<>("test", 1, LONG, this::doubled)) {
            assertThat(batcher.ask(21)).isEqualTo(42);
        }
        assertThat(batches).containsExactly(List.of(21));
    }

    @Test
    void what_comes_while_the_worker_is_busy_makes_up_the_next_batch() throws Exception {
        var gate = new Gate();
        try (var batcher = new Batcher<Integer, Integer>("test", 1, LONG, gate::passed)) {
            var first = ask(batcher, 0);
            gate.awaitSomebody();
            var others = IntStream.rangeClosed(1, 100).mapToObj(i -> ask(batcher, i)).toList();
            Await.until(() -> batcher.waiting() == 100);
            gate.open();
            assertThat(first.get()).isZero();
            for (int i = 0; i < 100; i++) {
                assertThat(others.get(i).get()).isEqualTo(2 * (i + 1));
            }
        }
        assertThat(batches).hasSize(2);
        assertThat(batches.getLast()).hasSize(100);
    }

    @Test
    void a_batch_has_its_bound() throws Exception {
        var gate = new Gate();
        int many = Batcher.BATCH_MAX + 1;
        try (var batcher = new Batcher<Integer, Integer>("test", 1, LONG, gate::passed)) {
            var first = ask(batcher, 0);
            gate.awaitSomebody();
            var others = IntStream.range(0, many).mapToObj(i -> ask(batcher, i)).toList();
            Await.until(() -> batcher.waiting() == many);
            gate.open();
            first.get();
            for (var other : others) {
                other.get();
            }
        }
        assertThat(batches).extracting(List::size).containsExactly(1, Batcher.BATCH_MAX, 1);
    }

    @Test
    void one_that_the_database_refuses_spoils_no_other() throws Exception {
        var gate = new Gate();
        try (var batcher =
                new Batcher<Integer, Integer>(
                        "test",
                        1,
                        LONG,
                        batch -> {
                            gate.pass();
                            if (batch.contains(13)) {
                                throw new SQLException("poison", UNIQUE_VIOLATION);
                            }
                            return doubled(batch);
                        })) {
            var first = ask(batcher, 0);
            gate.awaitSomebody();
            var poison = ask(batcher, 13);
            var sound = ask(batcher, 14);
            Await.until(() -> batcher.waiting() == 2);
            gate.open();
            first.get();
            assertThat(sound.get()).isEqualTo(28);
            assertThatThrownBy(poison::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseMessage("poison");
        }
    }

    /// Its fate is unknown: it may be durable.
    @Test
    void a_batch_whose_commit_was_not_heard_of_is_not_tried_again() throws Exception {
        var gate = new Gate();
        try (var batcher =
                new Batcher<Integer, Integer>(
                        "test",
                        1,
                        LONG,
                        batch -> {
                            gate.pass();
                            doubled(batch);
                            throw new SQLException("lost", CONNECTION_FAILURE);
                        })) {
            var first = ask(batcher, 0);
            gate.awaitSomebody();
            var others = List.of(ask(batcher, 1), ask(batcher, 2));
            Await.until(() -> batcher.waiting() == 2);
            gate.open();
            assertThatThrownBy(first::get).hasRootCauseMessage("lost");
            for (var other : others) {
                assertThatThrownBy(other::get).hasRootCauseMessage("lost");
            }
        }
        assertThat(batches).extracting(List::size).containsExactly(1, 2);
    }

    @Test
    void a_worker_outlives_whatever_its_work_throws() throws SQLException {
        try (var batcher =
                new Batcher<Integer, Integer>(
                        "test",
                        1,
                        LONG,
                        batch ->
                                switch (batch.getFirst()) {
                                    case 1 -> throw new StackOverflowError("deep");
                                    case 2 -> throw new IllegalArgumentException("wrong");
                                    case 3 -> List.of();
                                    default -> doubled(batch);
                                })) {
            assertThatThrownBy(() -> batcher.ask(1)).hasRootCauseMessage("deep");
            assertThatThrownBy(() -> batcher.ask(2)).hasMessage("wrong");
            assertThatThrownBy(() -> batcher.ask(3)).hasMessage("test: 0 answers to 1");
            assertThat(batcher.ask(4)).isEqualTo(8);
        }
    }

    @Test
    void one_whose_turn_does_not_come_is_told_so_and_never_done() throws Exception {
        var gate = new Gate();
        try (var batcher =
                new Batcher<Integer, Integer>("test", 1, Duration.ofMillis(50), gate::passed)) {
            var first = ask(batcher, 0);
            gate.awaitSomebody();
            assertThatThrownBy(() -> batcher.ask(1)).isInstanceOf(SQLTransientException.class);
            gate.open();
            // The first was taken, so it is waited for.
            assertThat(first.get()).isZero();
        }
        assertThat(batches).containsExactly(List.of(0));
    }

    @Test
    void more_than_can_be_answered_soon_are_not_taken() throws Exception {
        var gate = new Gate();
        try (var batcher = new Batcher<Integer, Integer>("test", 1, LONG, gate::passed)) {
            var first = ask(batcher, 0);
            gate.awaitSomebody();
            var waiting =
                    IntStream.range(0, Batcher.WAITING_MAX).mapToObj(i -> ask(batcher, i)).toList();
            Await.until(() -> batcher.waiting() == Batcher.WAITING_MAX);
            assertThatThrownBy(() -> batcher.ask(1)).isInstanceOf(SQLTransientException.class);
            gate.open();
            first.get();
            for (var one : waiting) {
                one.get();
            }
        }
    }

    @Test
    void closing_answers_those_who_wait_and_takes_no_more() throws Exception {
        var gate = new Gate();
        var batcher = new Batcher<Integer, Integer>("test", 2, LONG, gate::passed);
        var asked = List.of(ask(batcher, 1), ask(batcher, 2), ask(batcher, 3));
        gate.awaitSomebody();
        var closing = callers.submit(batcher::close);
        gate.open();
        closing.get();
        for (int i = 0; i < asked.size(); i++) {
            assertThat(asked.get(i).get()).isEqualTo(2 * (i + 1));
        }
        assertThatThrownBy(() -> batcher.ask(4)).isInstanceOf(SQLTransientException.class);
    }

    private Future<Integer> ask(Batcher<Integer, Integer> batcher, int question) {
        return callers.submit(() -> batcher.ask(question));
    }

    private List<Integer> doubled(List<Integer> batch) {
        batches.add(List.copyOf(batch));
        return batch.stream().map(i -> 2 * i).toList();
    }

    /// Holds the work up until it is opened.
    private final class Gate {
        private final CountDownLatch somebody = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);

        List<Integer> passed(List<Integer> batch) {
            pass();
            return doubled(batch);
        }

        void pass() {
            somebody.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        void awaitSomebody() throws InterruptedException {
            somebody.await();
        }

        void open() {
            open.countDown();
        }
    }
}
