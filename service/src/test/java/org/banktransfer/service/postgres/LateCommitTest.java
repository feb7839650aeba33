package org.banktransfer.service.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.simulation.contract.Samples.NOON;

import org.banktransfer.event.EventCursor;
import org.banktransfer.event.EventFeed.Filter;
import org.banktransfer.event.EventType;
import org.banktransfer.event.TransferEvent;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.service.fake.Await;
import org.banktransfer.service.postgres.WriteBehind.Ticketed;
import org.banktransfer.simulation.contract.Samples;
import org.banktransfer.transfer.PinPolicy;
import org.banktransfer.transfer.Progress.Change.Became;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferState;
import org.banktransfer.transfer.TransferState.Completed;
import org.banktransfer.transfer.TransferState.Reversed;
import org.banktransfer.transfer.TransferState.Reversing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Database transactions that overlap: in whichever order they are committed, a reader who goes on
/// from where the last page ended misses nothing, and hears of a transfer in its order.
class LateCommitTest {

    private static final TransferState COMPLETED = new Completed(Samples.usd(2500));
    private static final TransferState REVERSING =
            new Reversing(VoidReason.NEVER_ARRIVED, Optional.empty());
    private static final TransferState REVERSED =
            new Reversed(VoidReason.NEVER_ARRIVED, Optional.empty());

    private final Connections connections = SharedPostgres.connections("db/transfers");
    private final PostgresTransferStore store =
            new PostgresTransferStore(connections, SharedPostgres.PATIENT, 1);
    private final ProgressWriter writer = new ProgressWriter(connections, 2);
    private final PostgresEvents feed = new PostgresEvents(connections);

    @AfterEach
    void close() {
        store.close();
        connections.close();
    }

    @Test
    void what_is_committed_late_is_read_and_until_then_nothing_that_began_after_it()
            throws SQLException {
        var slow = accepted();
        var quick = accepted();

        var page =
                connections.inOne(late -> {
                    writer.write(late, becomes(slow, COMPLETED), "");
                    writer.write(becomes(quick, COMPLETED));
                    return feed.read(Filter.ALL, EventCursor.START, 10);
                });

        assertThat(page.events()).isEmpty();
        Await.until(() -> !feed.read(Filter.ALL, page.next(), 10).events().isEmpty());
        assertThat(feed.read(Filter.ALL, page.next(), 10).events())
                .extracting(event -> event.transfer().id())
                .containsExactlyInAnyOrder(slow.id(), quick.id());
    }

    /// The later word is written in a database transaction that began, and has its number, before
    /// the earlier one's.
    @Test
    void a_transfers_events_come_in_its_order_whoever_began_first() throws SQLException {
        var transfer = accepted();

        connections.inOne(beganFirst -> {
            Sql.of("select pg_current_xact_id()").on(beganFirst).list(_ -> 0);
            writer.write(becomes(transfer, REVERSING));
            writer.write(beganFirst, becomes(transfer, REVERSED), "");
            return 0;
        });

        Await.until(() -> feed.read(Filter.ALL, EventCursor.START, 10).events().size() == 2);
        assertThat(feed.read(Filter.ALL, EventCursor.START, 10).events())
                .extracting(TransferEvent::type)
                .containsExactly(EventType.REVERSING, EventType.REVERSED);
    }

    /// What is undone was never told.
    @Test
    void a_status_that_is_not_committed_is_not_told() throws SQLException {
        var transfer = accepted();
        connections.inOne(undone -> {
            writer.write(undone, becomes(transfer, COMPLETED), "");
            undone.rollback();
            return 0;
        });
        writer.write(becomes(transfer, REVERSED));

        Await.until(() -> !feed.read(Filter.ALL, EventCursor.START, 10).events().isEmpty());
        assertThat(feed.read(Filter.ALL, EventCursor.START, 10).events())
                .extracting(TransferEvent::type)
                .containsExactly(EventType.REVERSED);
    }

    private Transfer accepted() {
        var transfer = Samples.pending(Samples.wish());
        store.accept(
                transfer,
                Samples.claim(),
                NOON.plusSeconds(3),
                new PinPolicy(3, Duration.ofHours(1)));
        return transfer;
    }

    private static List<Ticketed> becomes(Transfer transfer, TransferState state) {
        return List.of(
                new Ticketed(
                        1,
                        0,
                        transfer.id(),
                        Optional.empty(),
                        Optional.of(new Became(transfer.id(), state, NOON.plusSeconds(1)))));
    }
}
