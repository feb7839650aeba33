package org.banktransfer.service.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.simulation.contract.Samples.NOON;
import static org.banktransfer.simulation.contract.Samples.progress;
import static org.banktransfer.simulation.contract.Samples.usd;

import org.banktransfer.event.EventCursor;
import org.banktransfer.event.EventFeed;
import org.banktransfer.event.EventFeed.Filter;
import org.banktransfer.event.EventType;
import org.banktransfer.event.TransferEvent;
import org.banktransfer.identity.CustomerId;
import org.banktransfer.institution.DeclineCode;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.simulation.contract.Samples;
import org.banktransfer.transfer.PinPolicy;
import org.banktransfer.transfer.Progress.Change.Became;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferState;
import org.banktransfer.transfer.TransferState.Completed;
import org.banktransfer.transfer.TransferState.Declined;
import org.banktransfer.transfer.TransferState.Reversed;
import org.banktransfer.transfer.TransferState.Reversing;
import org.banktransfer.transfer.TransferStore;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a transfer store tells other systems.
public abstract class EventsContract {

    private static final TransferState REVERSING =
            new Reversing(VoidReason.NEVER_ARRIVED, Optional.empty());
    private static final TransferState REVERSED =
            new Reversed(VoidReason.NEVER_ARRIVED, Optional.of(usd(2500)));
    private static final TransferState COMPLETED = new Completed(usd(2500));
    private static final TransferState DECLINED = new Declined(DeclineCode.CARD_EXPIRED);

    private final TransferStore store;
    private final EventFeed feed;
    private final CustomerId customer = Samples.customer();

    protected EventsContract(TransferStore store, EventFeed feed) {
        this.store = store;
        this.feed = feed;
    }

    private Transfer accepted() {
        var transfer = Samples.pending(Samples.wish(customer, Samples.key(), Samples.card()));
        store.accept(
                transfer,
                Samples.claim(),
                NOON.plusSeconds(3),
                new PinPolicy(3, Duration.ofHours(1)));
        return transfer;
    }

    private void becomes(Transfer transfer, TransferState... states) {
        becomes(transfer, NOON.plusSeconds(1), states);
    }

    private void becomes(Transfer transfer, Instant at, TransferState... states) {
        for (var state : states) {
            store.record(progress(transfer.id(), new Became(transfer.id(), state, at)));
        }
        assertThat(store.flush(Duration.ofSeconds(30))).isTrue();
    }

    private List<TransferEvent> told() {
        return feed.read(ofCustomer(), EventCursor.START, 100).events();
    }

    /// Other database transactions on the same server may hold events up for a moment.
    private List<TransferEvent> told(int count) {
        Await.until(() -> told().size() >= count);
        return told();
    }

    private Filter ofCustomer() {
        return new Filter(Optional.of(customer), Optional.empty());
    }

    private static List<TransferState> states(List<TransferEvent> events) {
        return events.stream().map(event -> event.transfer().state()).toList();
    }

    @Test
    void every_change_of_a_status_is_told_with_the_transfer_as_it_was_then() {
        var transfer = accepted();
        assertThat(told()).as("it has only begun").isEmpty();

        becomes(transfer, REVERSING);
        becomes(transfer, NOON.plusSeconds(2), REVERSED);

        assertThat(states(told(2))).containsExactly(REVERSING, REVERSED);
        var last = told(2).getLast();
        assertThat(last.transfer().wish()).isEqualTo(transfer.wish());
        assertThat(last.transfer().createdAt()).isEqualTo(NOON);
        assertThat(last.time()).isEqualTo(NOON.plusSeconds(2));
        assertThat(last.id())
                .isEqualTo("ev_" + transfer.id().toString().substring(3) + "_reversed");
    }

    @Test
    void what_it_passes_through_at_once_is_told_too_and_in_order() {
        becomes(accepted(), REVERSING, REVERSED, REVERSING, COMPLETED);

        assertThat(states(told(2))).containsExactly(REVERSING, REVERSED);
    }

    @Test
    void what_is_no_news_is_told_once() {
        var transfer = accepted();
        becomes(transfer, REVERSING);
        becomes(transfer, REVERSING);
        becomes(transfer, REVERSED);
        becomes(transfer, REVERSED, DECLINED);
        becomes(transfer, REVERSING);

        assertThat(states(told(2))).containsExactly(REVERSING, REVERSED);
    }

    @Test
    void whoever_goes_on_from_a_page_is_given_each_event_once() {
        for (int i = 0; i < 5; i++) {
            becomes(accepted(), COMPLETED);
        }
        var all = told(5);
        var first = feed.read(ofCustomer(), EventCursor.START, 2);
        var second = feed.read(ofCustomer(), first.next(), 2);
        var third = feed.read(ofCustomer(), second.next(), 2);
        var none = feed.read(ofCustomer(), third.next(), 2);
        becomes(accepted(), DECLINED);
        assertThat(told(6)).hasSize(6);
        var later = feed.read(ofCustomer(), EventCursor.parse(none.next().toString()), 2);

        assertThat(Stream.of(first, second, third).flatMap(page -> page.events().stream()))
                .hasSize(5)
                .containsExactlyElementsOf(all);
        assertThat(none.events()).isEmpty();
        assertThat(states(later.events())).containsExactly(DECLINED);
    }

    @Test
    void a_reader_gets_its_own_and_the_type_it_asks_for() {
        becomes(accepted(), COMPLETED);
        becomes(accepted(), DECLINED);
        becomes(accepted(), COMPLETED);
        var all = told(3);
        var declined = new Filter(Optional.of(customer), Optional.of(EventType.DECLINED));
        var another = new Filter(Optional.of(Samples.customer()), Optional.empty());

        assertThat(states(feed.read(declined, EventCursor.START, 10).events()))
                .containsExactly(DECLINED);
        assertThat(feed.read(another, EventCursor.START, 10).events()).isEmpty();
        assertThat(everything()).containsAll(all);
    }

    private List<TransferEvent> everything() {
        return Stream.iterate(
                        feed.read(Filter.ALL, EventCursor.START, 100),
                        page -> !page.events().isEmpty(),
                        page -> feed.read(Filter.ALL, page.next(), 100))
                .flatMap(page -> page.events().stream())
                .toList();
    }

    @Test
    void what_is_old_is_forgotten_and_no_more_at_a_time_than_was_said() {
        becomes(accepted(), COMPLETED);
        becomes(accepted(), COMPLETED);
        becomes(accepted(), NOON.plusSeconds(3600), COMPLETED);
        assertThat(told(3)).hasSize(3);
        var before = NOON.plusSeconds(60);

        int forgotten = feed.prune(before, 1);
        while (feed.prune(before, 100) > 0) {}

        assertThat(forgotten).isEqualTo(1);
        assertThat(told())
                .singleElement()
                .extracting(TransferEvent::time)
                .isEqualTo(NOON.plusSeconds(3600));
    }
}
