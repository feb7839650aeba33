package org.banktransfer.sandbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.banktransfer.sandbox.rules.Entry.Approved;
import org.banktransfer.sandbox.rules.Entry.Blocked;
import org.banktransfer.sandbox.rules.Entry.Declined;
import org.banktransfer.sandbox.rules.Entry.Reversed;
import org.banktransfer.sandbox.rules.Entry.Reversing;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The rules, row by row.
class RulesTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final Approved APPROVED =
            new Approved("tr_1", "content", "6034", 2500, "USD", "SB1", NOW);

    /// What can be on record, by name.
    private static @Nullable Entry known(String name) {
        return switch (name) {
            case "nothing" -> null;
            case "approved" -> APPROVED;
            case "declined" -> new Declined("tr_1", "content", "wrong_pin", null, NOW);
            case "reversing" -> new Reversing(APPROVED, null, NOW);
            case "reversed" -> new Reversed(APPROVED, NOW);
            case "blocked" -> new Blocked("tr_1", NOW);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Quirk quirk(String name) {
        return switch (name) {
            case "none" -> Quirk.NONE;
            case "decline" -> new Quirk.Decline("card_blocked");
            case "forget_tombstone" -> new Quirk.ForgetTombstone();
            case "forget_id" -> new Quirk.ForgetId();
            case "ignore_expiry" -> new Quirk.IgnoreExpiry();
            case "reverse_later" -> new Quirk.ReverseLater(null);
            case "refuse_reversal" -> new Quirk.RefuseReversal("window_closed");
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static CashOutRequest request(
            @Nullable Long amount, String pin, String currency, String content, Instant until) {
        return new CashOutRequest("tr_1", "6034", pin, amount, currency, until, content);
    }

    @ParameterizedTest(name = "{0}, {1} content, {2} -> {3}")
    @CsvSource(
            textBlock =
                    """
                    # on record, content, quirk,            what a cash-out is owed
                    nothing,     same,    none,             Pay
                    nothing,     same,    decline,          Decline
                    nothing,     same,    forget_tombstone, Pay
                    approved,    same,    none,             AsRecorded
                    approved,    other,   none,             OtherContent
                    approved,    same,    decline,          AsRecorded
                    approved,    same,    forget_id,        Pay
                    approved,    same,    forget_tombstone, AsRecorded
                    declined,    same,    none,             AsRecorded
                    declined,    other,   none,             OtherContent
                    declined,    same,    forget_id,        Pay
                    reversing,   same,    none,             AsRecorded
                    reversing,   other,   none,             OtherContent
                    reversed,    same,    none,             AsRecorded
                    reversed,    other,   none,             OtherContent
                    blocked,     same,    none,             AsRecorded
                    blocked,     other,   none,             AsRecorded
                    blocked,     same,    forget_id,        AsRecorded
                    blocked,     same,    forget_tombstone, Pay
                    """)
    void a_cash_out_is_decided_once_and_then_answered_from_the_record(
            String record, String content, String quirk, String ruling) {
        var card = new Card("6034", "pin", 10_000, "USD", Card.State.ACTIVE, 0);
        var asked = content.equals("same") ? "content" : "other";
        var ruled =
                Rules.cashOut(
                        known(record),
                        card,
                        request(2500L, "pin", "USD", asked, NOW),
                        NOW,
                        quirk(quirk));
        assertThat(ruled.getClass().getSimpleName()).isEqualTo(ruling);
    }

    @ParameterizedTest(name = "{0} -> {6}")
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
                    # case,               state,   balance, amount, pin,   currency, ruling
                    an amount,            ACTIVE,  10000,   2500,   pin,   USD,      pay 2500
                    all of it by amount,  ACTIVE,  2500,    2500,   pin,   USD,      pay 2500
                    the whole balance,    ACTIVE,  10000,   -,      pin,   USD,      pay 10000
                    an empty card,        ACTIVE,  0,       -,      pin,   USD,      insufficient_funds
                    one too many,         ACTIVE,  2499,    2500,   pin,   USD,      insufficient_funds
                    the largest amount,   ACTIVE,  10000,   9223372036854775807, pin, USD, insufficient_funds
                    another currency,     ACTIVE,  10000,   2500,   pin,   EUR,      card_declined
                    a wrong pin,          ACTIVE,  10000,   2500,   wrong, EUR,      wrong_pin
                    a blocked card,       BLOCKED, 10000,   2500,   wrong, USD,      card_blocked
                    an expired card,      EXPIRED, 10000,   2500,   wrong, USD,      card_expired
                    """)
    void a_card_pays_or_the_first_reason_why_not_is_named(
            String name,
            Card.State state,
            long balance,
            @Nullable Long amount,
            String pin,
            String currency,
            String ruling) {
        var card = new Card("6034", "pin", balance, "USD", state, 0);
        var ruled =
                Rules.cashOut(
                        null,
                        card,
                        request(amount, pin, currency, "content", NOW),
                        NOW,
                        Quirk.NONE);
        assertThat(
                        switch (ruled) {
                            case CashOutRuling.Pay(long minor) -> "pay " + minor;
                            case CashOutRuling.Decline(var code, _) -> code;
                            case CashOutRuling.AsRecorded _, CashOutRuling.OtherContent _ -> name;
                        })
                .isEqualTo(ruling);
    }

    @Test
    void a_card_nobody_issued_is_declined() {
        var ruled =
                Rules.cashOut(
                        null, null, request(1L, "pin", "USD", "content", NOW), NOW, Quirk.NONE);
        assertThat(ruled).isEqualTo(new CashOutRuling.Decline("card_declined", null));
    }

    @Test
    void a_cash_out_is_good_until_its_last_instant_and_declined_after() {
        var card = new Card("6034", "pin", 10_000, "USD", Card.State.ACTIVE, 0);
        var request = request(2500L, "pin", "USD", "content", NOW);
        var pay = new CashOutRuling.Pay(2500);
        assertThat(Rules.cashOut(null, card, request, NOW, Quirk.NONE)).isEqualTo(pay);
        var late = NOW.plusNanos(1);
        assertThat(Rules.cashOut(null, card, request, late, Quirk.NONE))
                .isEqualTo(new CashOutRuling.Decline("card_declined", "arrived after valid_until"));
        assertThat(Rules.cashOut(null, card, request, late, new Quirk.IgnoreExpiry()))
                .isEqualTo(pay);
        assertThat(Rules.cashOut(APPROVED, card, request, late, Quirk.NONE))
                .as("a repeat is answered from the record, however late")
                .isEqualTo(new CashOutRuling.AsRecorded(APPROVED));
    }

    @ParameterizedTest(name = "{0}, {1} -> {2}")
    @CsvSource(
            textBlock =
                    """
                    # on record, quirk,            what a reversal is owed
                    nothing,     none,             Block
                    nothing,     reverse_later,    Block
                    nothing,     refuse_reversal,  Block
                    nothing,     forget_tombstone, PretendToBlock
                    approved,    none,             PutBack
                    approved,    reverse_later,    PutBackLater
                    approved,    refuse_reversal,  Refuse
                    declined,    none,             AsRecorded
                    declined,    refuse_reversal,  AsRecorded
                    reversing,   none,             AsRecorded
                    reversed,    none,             AsRecorded
                    reversed,    refuse_reversal,  AsRecorded
                    blocked,     none,             AsRecorded
                    blocked,     forget_tombstone, AsRecorded
                    """)
    void a_reversal_is_done_once_and_then_answered_from_the_record(
            String record, String quirk, String ruling) {
        var ruled = Rules.reversal(known(record), quirk(quirk));
        assertThat(ruled.getClass().getSimpleName()).isEqualTo(ruling);
    }

    @Test
    void a_stale_look_up_does_not_see_what_is_too_new() {
        var minuteAgo = new Quirk.Stale(NOW.minusSeconds(60));
        assertThat(Rules.lookUp(APPROVED, minuteAgo)).isNull();
        assertThat(Rules.lookUp(APPROVED, new Quirk.Stale(NOW.plusSeconds(1)))).isEqualTo(APPROVED);
        assertThat(Rules.lookUp(APPROVED, Quirk.NONE)).isEqualTo(APPROVED);
    }

    @Test
    void nothing_that_names_a_card_prints_it() {
        var number = "6034932528973614";
        var approved = new Approved("tr_1", "c", number, 1, "USD", "SB1", NOW);
        var printed =
                List.of(
                        approved,
                        new Reversed(approved, NOW),
                        new Reversing(approved, null, NOW),
                        new Card(number, "seal", 1, "USD", Card.State.ACTIVE, 0),
                        new CashOutRequest("tr_1", number, "seal", 1L, "USD", NOW, "c"),
                        Map.of(1, approved));
        assertThat(printed).noneMatch(each -> each.toString().contains("6034"));
    }

    @Test
    void a_seal_can_be_compared_and_differs_with_every_part_and_key() {
        var seal = new Seal(new byte[32]);
        assertThat(seal.over("pin", "1", "23"))
                .isEqualTo(seal.over("pin", "1", "23"))
                .isNotEqualTo(seal.over("pin", "12", "3"))
                .isNotEqualTo(new Seal(new byte[33]).over("pin", "1", "24"))
                .doesNotContain("23");
    }
}
