package org.banktransfer.service.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.banktransfer.simulation.contract.Samples.NOON;
import static org.banktransfer.simulation.contract.Samples.progress;

import org.banktransfer.event.Delivery;
import org.banktransfer.event.Delivery.Result;
import org.banktransfer.event.Delivery.State;
import org.banktransfer.event.EndpointId;
import org.banktransfer.event.EventCursor;
import org.banktransfer.event.EventFeed.Filter;
import org.banktransfer.event.EventType;
import org.banktransfer.event.WebhookEndpoint;
import org.banktransfer.event.WebhookEndpoint.Disabled;
import org.banktransfer.event.WebhookEndpoint.Wanted;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.service.fake.Await;
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

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// The queues of webhook endpoints.
class WebhooksTest {

    private static final TransferState COMPLETED = new Completed(Samples.usd(2500));
    private static final TransferState REVERSING =
            new Reversing(VoidReason.NEVER_ARRIVED, Optional.empty());
    private static final TransferState REVERSED =
            new Reversed(VoidReason.NEVER_ARRIVED, Optional.empty());

    private static final Instant NOW = NOON.plusSeconds(100);
    private static final Instant UNTIL = NOW.plusSeconds(30);
    private static final Instant LONG_AGO = NOON.minus(Duration.ofDays(5));

    private final Connections connections = SharedPostgres.connections("db/transfers");
    private final PostgresTransferStore store =
            new PostgresTransferStore(connections, SharedPostgres.PATIENT, 1);
    private final PostgresEvents feed = new PostgresEvents(connections);
    private final PostgresWebhooks webhooks = new PostgresWebhooks(connections);
    private final Random chance = new Random(1);
    private EndpointId shop;

    @BeforeEach
    void one_endpoint() {
        shop = add(Set.of());
    }

    @AfterEach
    void close() {
        store.close();
        connections.close();
    }

    private EndpointId add(Set<EventType> types) {
        var id = EndpointId.next(chance);
        var wanted = new Wanted("https://shop.example/" + id, "a shop", types);
        assertThat(webhooks.add(WebhookEndpoint.begin(id, wanted, NOON))).isTrue();
        return id;
    }

    private Transfer becomes(TransferState... states) {
        var transfer = Samples.pending(Samples.wish());
        store.accept(
                transfer,
                Samples.claim(),
                NOON.plusSeconds(3),
                new PinPolicy(3, Duration.ofHours(1)));
        for (var state : states) {
            store.record(progress(transfer.id(), new Became(transfer.id(), state, NOON)));
        }
        assertThat(store.flush(Duration.ofSeconds(30))).isTrue();
        return transfer;
    }

    /// Gives so many events to the queues.
    private void fanOut(int events) {
        var given = new int[1];
        Await.until(() -> (given[0] += webhooks.fanOut(NOW, 100)) >= events);
        assertThat(given[0]).isEqualTo(events);
    }

    private List<Delivery> claim(EndpointId endpoint) {
        return webhooks.claimDue(endpoint, NOW, UNTIL, 10);
    }

    private void taken(Delivery delivery) {
        webhooks.record(delivery, new Result.Taken("200"), NOW, LONG_AGO);
    }

    private WebhookEndpoint found(EndpointId id) {
        return webhooks.find(id).orElseThrow();
    }

    @Test
    void each_endpoint_is_given_each_event_of_its_types_once() {
        var picky = add(Set.of(EventType.REVERSED));
        becomes(COMPLETED);
        becomes(REVERSED);
        fanOut(4);

        assertThat(webhooks.fanOut(NOW, 100)).isZero();
        assertThat(claim(shop)).hasSize(2);
        assertThat(claim(picky))
                .singleElement()
                .satisfies(one -> assertThat(one.event().type()).isEqualTo(EventType.REVERSED));
        assertThat(claim(shop)).as("all is claimed").isEmpty();
    }

    @Test
    void a_new_endpoint_is_told_what_happens_from_then_on() {
        becomes(COMPLETED);
        Await.until(() -> feedHas(1));
        var late = add(Set.of());
        var after = becomes(REVERSED);
        fanOut(3);

        assertThat(claim(late))
                .singleElement()
                .satisfies(one -> assertThat(one.event().transfer().id()).isEqualTo(after.id()));
    }

    /// An endpoint that is given old events while they are forgotten may be given one too late.
    @Test
    void what_is_left_of_forgotten_events_holds_up_no_other() throws SQLException {
        for (int i = 0; i < 10; i++) {
            becomes(COMPLETED);
        }
        fanOut(10);
        connections.eachOnItsOwn(
                connection -> Sql.of("delete from transfer_event").on(connection).update());
        var kept = becomes(COMPLETED);
        fanOut(1);

        assertThat(feed.prune(LONG_AGO, 100)).isZero();

        assertThat(claim(shop))
                .singleElement()
                .satisfies(one -> assertThat(one.event().transfer().id()).isEqualTo(kept.id()));
    }

    private boolean feedHas(int events) {
        return feed.read(Filter.ALL, EventCursor.START, 100).events().size() == events;
    }

    @Test
    void what_a_dead_node_had_claimed_is_due_again() {
        becomes(COMPLETED);
        fanOut(1);
        var claimed = claim(shop);

        assertThat(webhooks.due(UNTIL.minusMillis(1))).isEmpty();
        assertThat(webhooks.due(UNTIL)).extracting(WebhookEndpoint::id).containsExactly(shop);
        assertThat(webhooks.claimDue(shop, UNTIL, UNTIL.plusSeconds(30), 10))
                .extracting(one -> one.event().id())
                .containsExactly(claimed.getFirst().event().id());
    }

    @Test
    void a_later_event_of_a_transfer_waits_for_the_earlier_one_and_others_do_not() {
        becomes(REVERSING, REVERSED);
        becomes(COMPLETED);
        fanOut(3);

        var first = claim(shop);
        assertThat(first)
                .extracting(one -> one.event().type())
                .containsExactlyInAnyOrder(EventType.REVERSING, EventType.COMPLETED);
        first.forEach(this::taken);

        assertThat(claim(shop))
                .extracting(one -> one.event().type())
                .containsExactly(EventType.REVERSED);
    }

    @Test
    void what_was_not_taken_comes_again_at_its_time_and_in_the_end_is_given_up() {
        becomes(COMPLETED);
        fanOut(1);
        var due = NOW.plusSeconds(5);
        webhooks.record(claim(shop).getFirst(), new Result.Later("500", due), NOW, LONG_AGO);

        assertThat(webhooks.claimDue(shop, due.minusMillis(1), UNTIL, 10)).isEmpty();
        var again = webhooks.claimDue(shop, due, UNTIL, 10).getFirst();
        assertThat(again.attempts()).isEqualTo(1);
        webhooks.record(again, new Result.GivenUp("no answer"), due, LONG_AGO);

        assertThat(webhooks.due(UNTIL.plusSeconds(60))).isEmpty();
        assertThat(webhooks.deliveries(shop, Optional.of(State.GIVEN_UP), Optional.empty(), 10))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.attempts()).isEqualTo(2);
                    assertThat(one.lastOutcome()).contains("no answer");
                });
        assertThat(found(shop).failingSince()).contains(NOW);
    }

    @Test
    void an_endpoint_that_has_failed_for_days_is_disabled_and_one_success_clears_it() {
        becomes(COMPLETED);
        becomes(COMPLETED);
        fanOut(2);
        var two = claim(shop);
        webhooks.record(two.get(0), new Result.Later("500", UNTIL), NOW, LONG_AGO);
        taken(two.get(1));
        assertThat(found(shop).failingSince()).isEmpty();

        var again = webhooks.claimDue(shop, UNTIL, UNTIL.plusSeconds(30), 10).getFirst();
        webhooks.record(again, new Result.Later("500", UNTIL), UNTIL, LONG_AGO);
        assertThat(found(shop).disabled()).isEmpty();
        webhooks.record(again, new Result.Later("500", UNTIL), UNTIL, UNTIL);

        assertThat(found(shop).disabled()).contains(Disabled.FAILING);
        assertThat(webhooks.due(UNTIL.plusSeconds(60))).isEmpty();
    }

    @Test
    void while_it_is_disabled_all_waits_and_then_comes_in_full() {
        becomes(COMPLETED);
        fanOut(1);
        webhooks.record(claim(shop).getFirst(), new Result.Gone("410"), NOW, LONG_AGO);
        assertThat(found(shop).disabled()).contains(Disabled.GONE);
        becomes(REVERSED);
        assertThat(webhooks.fanOut(NOW, 100)).isZero();
        assertThat(webhooks.due(UNTIL)).isEmpty();

        webhooks.change(shop, found(shop).wanted(), Optional.empty(), NOW);
        fanOut(1);

        assertThat(claim(shop)).hasSize(2).allMatch(one -> one.attempts() == 0);
        assertThat(found(shop).failingSince()).isEmpty();
    }

    @Test
    void a_replay_delivers_again_what_happened_in_that_time() {
        becomes(COMPLETED);
        becomes(REVERSED);
        fanOut(2);
        claim(shop).forEach(this::taken);
        assertThat(claim(shop)).isEmpty();

        assertThat(webhooks.replay(shop, NOON, NOON.plusMillis(1), NOW, 1)).isEqualTo(2);
        assertThat(claim(shop)).as("they were too many").isEmpty();
        assertThat(webhooks.replay(shop, NOON.plusMillis(1), UNTIL, NOW, 10)).isZero();
        assertThat(webhooks.replay(shop, NOON, NOON.plusMillis(1), NOW, 10)).isEqualTo(2);

        assertThat(claim(shop)).hasSize(2);
    }

    @Test
    void a_new_secret_leaves_the_old_one_its_time() {
        var rotated = webhooks.rotate(shop, UNTIL, NOW).orElseThrow();

        assertThat(rotated.secretNumber()).isEqualTo(2);
        assertThat(rotated.isOldSecretValid(UNTIL.minusMillis(1))).isTrue();
        assertThat(rotated.isOldSecretValid(UNTIL)).isFalse();
    }

    @Test
    void what_is_forgotten_is_forgotten_everywhere() {
        becomes(COMPLETED);
        fanOut(1);
        Await.until(() -> feed.prune(UNTIL, 10) == 1);
        assertThat(webhooks.deliveries(shop, Optional.empty(), Optional.empty(), 10)).isEmpty();
        assertThat(webhooks.due(UNTIL)).isEmpty();

        assertThat(webhooks.remove(shop)).isTrue();
        assertThat(webhooks.endpoints()).isEmpty();
    }
}
