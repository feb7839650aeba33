package org.banktransfer.service.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.simulation.contract.Samples.NOON;
import static org.banktransfer.simulation.contract.Samples.usd;

import org.banktransfer.identity.TransferId;
import org.banktransfer.service.postgres.WriteBehind.Ticketed;
import org.banktransfer.simulation.contract.Samples;
import org.banktransfer.transfer.Progress.Change.Became;
import org.banktransfer.transfer.TransferState.Completed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// The queue in front of the transfer store, with a sink that fails as told.
class WriteBehindTest {

    private static final String CONNECTION_LOST = "08006";
    private static final String CHECK_VIOLATED = "23514";
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final List<List<Ticketed>> written = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch open = new CountDownLatch(1);
    private final CountDownLatch entered = new CountDownLatch(1);
    private final AtomicInteger timesOutOfReach = new AtomicInteger();
    private final Set<TransferId> poison = ConcurrentHashMap.newKeySet();
    private final Set<TransferId> poisonChanges = ConcurrentHashMap.newKeySet();

    private final WriteBehind queue =
            new WriteBehind(this::write, SHORT, Thread.ofVirtual().factory());

    @AfterEach
    void close() {
        open.countDown();
        queue.close(LONG);
    }

    private void write(List<Ticketed> batch) throws SQLException {
        entered.countDown();
        try {
            open.await();
        } catch (InterruptedException e) {
            throw new SQLException("interrupted", CONNECTION_LOST, e);
        }
        if (timesOutOfReach.getAndDecrement() > 0) {
            throw new SQLException("gone", CONNECTION_LOST);
        }
        for (var one : batch) {
            if (poison.contains(one.id())
                    || (poisonChanges.contains(one.id()) && one.change().isPresent())) {
                throw new SQLException("refused", CHECK_VIOLATED);
            }
        }
        written.add(batch);
    }

    @Test
    void what_comes_while_a_batch_is_written_makes_up_the_next_one() throws InterruptedException {
        var first = add();
        entered.await();
        var rest = List.of(add(), add(), add());
        open.countDown();

        assertThat(queue.flush(LONG)).isTrue();
        assertThat(written).hasSize(2);
        assertThat(idsOf(written.get(0))).containsExactly(first);
        assertThat(idsOf(written.get(1))).containsExactlyElementsOf(rest);
    }

    @Test
    void nothing_is_lost_while_the_database_is_away_for_a_while() {
        timesOutOfReach.set(3);
        open.countDown();
        var ids = List.of(add(), add(), add());

        assertThat(queue.flush(LONG)).isTrue();
        assertThat(written.stream().flatMap(batch -> idsOf(batch).stream()))
                .containsExactlyElementsOf(ids);
        assertThat(queue.dropped()).isZero();
    }

    @Test
    void a_flush_that_is_not_done_in_time_says_so() {
        add();

        assertThat(queue.flush(SHORT)).isFalse();
        open.countDown();
        assertThat(queue.flush(LONG)).isTrue();
    }

    @Test
    void one_that_the_database_refuses_takes_no_other_with_it() throws InterruptedException {
        var first = add();
        entered.await();
        var before = add();
        var refused = add();
        poison.add(refused);
        var after = add();
        open.countDown();

        assertThat(queue.flush(LONG)).isFalse();
        assertThat(written.stream().flatMap(batch -> idsOf(batch).stream()))
                .containsExactly(first, before, after);
        assertThat(queue.dropped()).isEqualTo(2);
    }

    @Test
    void a_change_that_the_database_refuses_does_not_cost_the_history() {
        var id = Samples.id();
        poisonChanges.add(id);
        open.countDown();
        add(id);

        queue.flush(LONG);
        assertThat(written).hasSize(1);
        assertThat(written.getFirst())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.entry()).isPresent();
                    assertThat(one.change()).isEmpty();
                });
        assertThat(queue.dropped()).isEqualTo(1);
    }

    @Test
    void a_full_queue_blocks_for_a_while_and_then_drops_and_counts() throws InterruptedException {
        add();
        entered.await();
        for (int i = 0; i < WriteBehind.WAITING_MAX; i++) {
            add();
        }
        assertThat(queue.dropped()).isZero();
        add();

        assertThat(queue.dropped()).isEqualTo(1);
        assertThat(queue.waiting()).isEqualTo(WriteBehind.WAITING_MAX);
        open.countDown();
        assertThat(queue.flush(LONG)).as("its own progress may be what was dropped").isFalse();
        assertThat(written.stream().mapToInt(List::size).sum())
                .isEqualTo(WriteBehind.WAITING_MAX + 1);
    }

    @Test
    void a_close_writes_what_waits_and_takes_nothing_more() throws InterruptedException {
        add();
        entered.await();
        add();
        open.countDown();
        queue.close(LONG);
        add();

        assertThat(written.stream().mapToInt(List::size).sum()).isEqualTo(2);
        assertThat(queue.dropped()).isEqualTo(1);
    }

    @Test
    void a_close_gives_up_in_time_and_counts_what_it_left() throws InterruptedException {
        add();
        entered.await();
        add();
        queue.close(SHORT);

        assertThat(written).isEmpty();
        assertThat(queue.dropped()).isEqualTo(2);
    }

    private TransferId add() {
        return add(Samples.id());
    }

    private TransferId add(TransferId id) {
        queue.add(Samples.progress(id, new Became(id, new Completed(usd(1)), NOON)));
        return id;
    }

    private static List<TransferId> idsOf(List<Ticketed> batch) {
        return batch.stream().map(Ticketed::id).toList();
    }
}
