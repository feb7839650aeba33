package org.banktransfer.service.connector.certify;

import org.banktransfer.institution.Card;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Currency;

/// Cash-outs and look-ups, one at a time.
final class PaymentCases {

    /// What the service's own setting allows two clocks to differ, unless set otherwise.
    private static final Duration SKEW_MAX = Duration.ofSeconds(30);

    private static final Duration LONG_AGO = Duration.ofHours(1);
    private static final int REPEATS = 3;

    /// A number of a valid length that no institution issues: no issuer's number starts so.
    private static final String UNKNOWN_NUMBER = "0000000000000000";

    private PaymentCases() {}

    static void neverSeen(Trial trial) throws Unmet, InterruptedException {
        var id = trial.session().nextId();
        trial.require(Lack.LOOK_UPS, id, trial.lookUp(id), "404 never_seen");
    }

    static void amount(Trial trial) throws Unmet, InterruptedException {
        var order = trial.order(trial.part());
        trial.expectApproved(order, trial.cashOut(order));
        trial.expectBalance(trial.balance() - trial.part(), null);
    }

    static void wholeBalance(Trial trial) throws Unmet, InterruptedException {
        var order = trial.orderOfAll();
        trial.expectApproved(order, trial.cashOut(order));
        var second = trial.orderOfAll();
        trial.expectDeclined(second, trial.cashOut(second), "insufficient_funds");
    }

    static void repeat(Trial trial) throws Unmet, InterruptedException {
        var order = trial.order(trial.part());
        var first = trial.cashOut(order);
        trial.expectApproved(order, first);
        for (int times = 0; times < REPEATS; times++) {
            expectSame(trial, order, first, trial.cashOut(order));
        }
        trial.expectBalance(trial.balance() - trial.part(), Lack.DEDUPLICATION);
    }

    private static void expectSame(Trial trial, Order order, Answer first, Answer again)
            throws Unmet {
        trial.requireApproved(Lack.DEDUPLICATION, order, again);
        var reference = first.field("reference");
        if (!again.field("reference").equals(reference)) {
            throw new Unmet(
                    "the first answer again, with the reference " + reference,
                    "the reference " + again.field("reference"),
                    Lack.DEDUPLICATION);
        }
    }

    static void repeatAfterExpiry(Trial trial) throws Unmet, InterruptedException {
        var order = trial.order(trial.part());
        var first = trial.cashOut(order);
        trial.expectApproved(order, first);
        var late = order.validUntil(trial.session().clock().instant().minus(LONG_AGO));
        expectSame(trial, order, first, trial.cashOut(late));
    }

    static void otherContent(Trial trial) throws Unmet, InterruptedException {
        var order = trial.order(trial.part());
        trial.expectApproved(order, trial.cashOut(order));
        expectOther(trial, "another amount", order.withAmount(trial.part() - 1));
        expectOther(trial, "the whole balance", order.withAmount(trial.orderOfAll().amount()));
        expectOther(trial, "another currency", order.withCurrency(otherCurrency(trial)));
        expectOther(trial, "another card", order.withCard(unknownCard(trial)));
        expectOther(trial, "another PIN", order.withCard(wrongPin(trial)));
        trial.expectOnRecord(order.id(), "200 approved");
        trial.expectBalance(trial.balance() - trial.part(), null);
    }

    private static void expectOther(Trial trial, String what, Order order)
            throws Unmet, InterruptedException {
        var answer = trial.cashOut(order);
        trial.check(answer.status() == 422, "422 to " + what + " under the same id", answer);
    }

    static void wrongPinDeclined(Trial trial) throws Unmet, InterruptedException {
        var order = trial.order(trial.part());
        var wrong = order.withCard(wrongPin(trial));
        trial.expectDeclined(wrong, trial.cashOut(wrong), "wrong_pin");
        trial.expectDeclined(wrong, trial.cashOut(wrong), "wrong_pin");
        trial.expectOnRecord(wrong.id(), "200 declined");
    }

    static void insufficientFunds(Trial trial) throws Unmet, InterruptedException {
        var order = trial.order(trial.balance() + 1);
        trial.expectDeclined(order, trial.cashOut(order), "insufficient_funds");
        trial.expectDeclined(order, trial.cashOut(order), "insufficient_funds");
        trial.expectOnRecord(order.id(), "200 declined");
        trial.expectWholeBalance();
    }

    static void unknownCardDeclined(Trial trial) throws Unmet, InterruptedException {
        var order = trial.order(trial.part());
        var unknown = order.withCard(unknownCard(trial));
        trial.expectDeclined(unknown, trial.cashOut(unknown), "card_declined");
    }

    static void otherCurrencyDeclined(Trial trial) throws Unmet, InterruptedException {
        var order = trial.order(trial.part());
        var other = order.withCurrency(otherCurrency(trial));
        trial.expectDeclined(other, trial.cashOut(other), "card_declined");
        trial.expectWholeBalance();
    }

    static void expired(Trial trial) throws Unmet, InterruptedException {
        var order = trial.order(trial.part());
        var late = order.validUntil(trial.session().clock().instant().minus(LONG_AGO));
        var answer = trial.cashOut(late);
        trial.require(Lack.EXPIRY, late.id(), answer, "200 declined");
        trial.expectDeclined(late, answer, "card_declined");
        // Declined is for good: a repeat is not taken because it brings more time.
        trial.expectDeclined(order, trial.cashOut(order), "card_declined");
        trial.expectOnRecord(order.id(), "200 declined");
    }

    static void clock(Trial trial) throws Unmet, InterruptedException {
        var clock = trial.session().clock();
        var order = trial.order(trial.part());
        var before = clock.instant();
        var answer = trial.cashOut(order);
        var after = clock.instant();
        trial.expectApproved(order, answer);
        var at = Trial.at(answer);
        boolean isNear =
                at != null
                        && at.isAfter(before.minus(SKEW_MAX))
                        && at.isBefore(after.plus(SKEW_MAX));
        trial.check(isNear, "at within " + SKEW_MAX.toSeconds() + " s of " + after, answer);
        // So near to its end, only a clock that is about right takes it.
        var soon = trial.order(trial.part());
        var hurried = soon.validUntil(clock.instant().plus(SKEW_MAX));
        trial.expectApproved(hurried, trial.cashOut(hurried));
    }

    static void lookUp(Trial trial) throws Unmet, InterruptedException {
        var order = trial.order(trial.part());
        var first = trial.cashOut(order);
        trial.expectApproved(order, first);
        var answer = trial.lookUp(order.id());
        trial.requireApproved(Lack.LOOK_UPS, order, answer);
        var reference = first.field("reference");
        trial.check(
                answer.field("reference").equals(reference),
                "the reference " + reference + ", as the cash-out was answered",
                answer);
    }

    private static Currency otherCurrency(Trial trial) {
        var euro = Currency.getInstance("EUR");
        return trial.session().card().currency().equals(euro) ? Currency.getInstance("USD") : euro;
    }

    private static Card unknownCard(Trial trial) {
        return TestCard.card(UNKNOWN_NUMBER, text(trial.session().card().card().pin().reveal()));
    }

    /// The PIN with another last digit.
    private static Card wrongPin(Trial trial) {
        var card = trial.session().card().card();
        var pin = text(card.pin().reveal());
        int last = pin.charAt(pin.length() - 1) - '0';
        return TestCard.card(
                text(card.number().reveal()), pin.substring(0, pin.length() - 1) + (last + 1) % 10);
    }

    private static String text(byte[] ascii) {
        return new String(ascii, StandardCharsets.US_ASCII);
    }
}
