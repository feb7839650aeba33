package org.banktransfer.service.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.service.chaos.BothBooks.Entry;
import org.banktransfer.service.chaos.BothBooks.Recorded;
import org.banktransfer.service.chaos.Judge.Verdict;
import org.banktransfer.service.chaos.Wish.Told;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The judge lets the truth pass and notices every kind of lie. One wish, for 5.00 of the 50.00 on
/// a card.
class JudgeTest {

    private static final IssuedCard CARD =
            new IssuedCard("6036000000000001", "USD", 5000, "active");
    private static final String ID = "tr_1";
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Wish wish =
            new Wish("alice", "key", "acc_1", CARD, IssuedCard.PIN, Optional.of(500L));
    private final Map<String, Recorded> transfers = new HashMap<>();
    private final Map<String, Entry> entries = new HashMap<>();
    private final Map<String, Long> moved = new HashMap<>();
    private final Map<String, Long> onCards = new HashMap<>();
    private final Map<String, Long> onAccounts = new HashMap<>();
    private final Set<String> cashedOut = new HashSet<>(Set.of(ID));
    private long now;

    @BeforeEach
    void the_transfer_is_completed() {
        record("completed", "credited", 500);
        entries.put(ID, new Entry("approved", NOON));
        moved.put(ID, 500L);
        onCards.put(CARD.number(), 4500L);
        onAccounts.put("acc_1", 500L);
    }

    @Test
    void the_truth_passes() {
        told("press", 503, "unavailable", "");
        told("press", 202, "pending", ID);
        told("poll", 200, "completed", ID);
        told("press", 201, "completed", ID);
        told("misuse", 422, "idempotency_key_reused", "");
        assertThat(judge().isClean()).as("%s", judge()).isTrue();
    }

    @Test
    void a_reversed_transfer_passes() {
        reverse();
        told("press", 202, "reversing", ID);
        told("poll", 200, "reversed", ID);
        assertThat(judge().isClean()).as("%s", judge()).isTrue();
    }

    @Test
    void completed_that_is_not_credited_is_untrue() {
        reverse();
        told("press", 201, "completed", ID);
        assertThat(judge().untrue()).isNotEmpty();
    }

    @Test
    void completed_with_another_amount_is_untrue() {
        wish.tell(new Told("press", 1, 2, NOON, 201, "completed", ID, Optional.of(501L), ""));
        assertThat(judge().untrue()).isNotEmpty();
    }

    @Test
    void declined_reversed_or_reversing_that_is_credited_is_untrue() {
        for (var word : List.of("declined", "reversed", "reversing")) {
            told("poll", 200, word, ID);
        }
        assertThat(judge().untrue()).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void reversed_while_the_card_is_still_charged_is_untrue() {
        record("reversed", "voided", 0);
        told("poll", 200, "reversed", ID);
        assertThat(judge().untrue()).isNotEmpty();
        assertThat(judge().moneyFaults()).isNotEmpty();
    }

    @Test
    void a_final_word_that_is_taken_back_is_untrue() {
        told("press", 201, "completed", ID);
        told("poll", 200, "pending", ID);
        assertThat(judge().untrue()).hasSize(1);
    }

    @Test
    void reversing_that_becomes_pending_again_is_untrue() {
        reverse();
        told("press", 202, "reversing", ID);
        told("poll", 200, "pending", ID);
        told("poll", 200, "reversed", ID);
        assertThat(judge().untrue()).hasSize(1);
    }

    @Test
    void reversed_before_the_institution_has_reversed_is_untrue() {
        reverse();
        entries.put(ID, new Entry("reversed", NOON.plusMillis(100)));
        told("poll", 200, "reversed", ID);
        assertThat(judge().untrue()).hasSize(1);
    }

    @Test
    void reversed_before_what_was_sent_is_blocked_is_untrue() {
        reverse();
        entries.put(ID, new Entry("blocked", NOON.plusMillis(100)));
        told("poll", 200, "reversed", ID);
        assertThat(judge().untrue()).hasSize(1);
    }

    @Test
    void reversed_before_what_was_never_sent_is_blocked_passes() {
        reverse();
        cashedOut.clear();
        entries.put(ID, new Entry("blocked", NOON.plusMillis(100)));
        told("poll", 200, "reversed", ID);
        assertThat(judge().isClean()).as("%s", judge()).isTrue();
    }

    @Test
    void a_status_line_that_says_something_else_than_the_transfer_is_untrue() {
        told("press", 202, "completed", ID);
        told("press", 201, "pending", ID);
        assertThat(judge().untrue()).hasSizeGreaterThanOrEqualTo(2);
    }

    /// Nobody can say which of two answers under way at once is the later one.
    @Test
    void two_answers_under_way_at_once_may_differ() {
        wish.tell(new Told("press", 1, 10, NOON, 201, "completed", ID, Optional.of(500L), ""));
        wish.tell(new Told("poll", 2, 11, NOON, 200, "pending", ID, Optional.of(500L), ""));
        assertThat(judge().isClean()).isTrue();
    }

    @Test
    void an_accepted_transfer_that_is_not_on_record_is_untrue() {
        told("press", 202, "pending", "tr_2");
        assertThat(judge().untrue()).isNotEmpty();
    }

    @Test
    void a_second_transfer_under_one_key_is_untrue() {
        told("press", 201, "completed", ID);
        transfers.put("tr_2", recorded("reversed", "voided", 0));
        assertThat(judge().untrue()).isNotEmpty();
    }

    @Test
    void another_wish_taken_for_the_first_under_its_key_is_untrue() {
        told("press", 201, "completed", ID);
        told("misuse", 201, "completed", ID);
        assertThat(judge().untrue()).hasSize(1);
    }

    @Test
    void unavailable_although_the_institution_was_asked_is_untrue() {
        told("press", 503, "unavailable", "");
        assertThat(judge().untrue()).hasSize(1);
    }

    /// The intent's fate was unknown; recovery shuts the door on what was never sent.
    @Test
    void unavailable_and_an_intent_that_nothing_came_of_pass() {
        reverse();
        entries.put(ID, new Entry("blocked", NOON));
        told("press", 503, "unavailable", "");
        assertThat(judge().isClean()).as("%s", judge()).isTrue();
    }

    @Test
    void a_refusal_that_made_a_transfer_all_the_same_is_untrue() {
        reverse();
        entries.put(ID, new Entry("blocked", NOON));
        told("press", 422, "account_unusable", "");
        assertThat(judge().untrue()).hasSize(1);
    }

    @Test
    void an_answer_of_500_is_untrue() {
        told("press", 500, "internal", "");
        assertThat(judge().untrue()).isNotEmpty();
    }

    /// What a look-up by the transfer's id would not show.
    @Test
    void a_cash_out_paid_twice_is_missing_money() {
        told("press", 201, "completed", ID);
        moved.put(ID, 1000L);
        onCards.put(CARD.number(), 4000L);
        assertThat(judge().unaccountedMinor()).containsEntry("USD", 500L);
        assertThat(judge().moneyFaults()).isNotEmpty();
    }

    @Test
    void a_cash_out_paid_under_an_id_of_nobody_is_missing_money() {
        told("press", 201, "completed", ID);
        moved.put("tr_retry", 500L);
        onCards.put(CARD.number(), 4000L);
        assertThat(judge().unaccountedMinor()).containsEntry("USD", 500L);
        assertThat(judge().moneyFaults()).anyMatch(fault -> fault.contains("tr_retry"));
    }

    @Test
    void a_credit_made_twice_is_too_much_money() {
        told("press", 201, "completed", ID);
        onAccounts.put("acc_1", 1000L);
        assertThat(judge().unaccountedMinor()).containsEntry("USD", 500L);
    }

    @Test
    void a_transfer_that_is_not_final_is_not_settled() {
        record("reversing", "voided", 0);
        assertThat(judge().unsettled()).containsExactly(ID);
        assertThat(judge().isClean()).isFalse();
    }

    private Verdict judge() {
        return Judge.judge(
                new BothBooks(transfers, entries, moved, onCards, onAccounts),
                cashedOut,
                List.of(wish),
                List.of(CARD));
    }

    private void reverse() {
        record("reversed", "voided", 0);
        entries.put(ID, new Entry("reversed", NOON));
        moved.put(ID, 0L);
        onCards.put(CARD.number(), 5000L);
        onAccounts.clear();
    }

    private void record(String status, String decision, long credited) {
        transfers.put(ID, recorded(status, decision, credited));
    }

    private static Recorded recorded(String status, String decision, long credited) {
        return new Recorded(
                "alice",
                "key",
                "acc_1",
                Optional.of(500L),
                status,
                !status.equals("reversing"),
                decision,
                credited);
    }

    private void told(String question, int status, String word, String id) {
        Optional<Long> amount = id.isEmpty() ? Optional.empty() : Optional.of(500L);
        wish.tell(new Told(question, ++now, ++now, NOON, status, word, id, amount, ""));
    }
}
