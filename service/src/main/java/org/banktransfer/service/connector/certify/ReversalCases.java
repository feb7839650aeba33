package org.banktransfer.service.connector.certify;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/// Reversals, and what comes at the same time.
final class ReversalCases {

    private static final int AT_ONCE = 8;
    private static final int ROUNDS = 5;

    private ReversalCases() {}

    static void reversal(Trial trial) throws Unmet, InterruptedException {
        var order = trial.order(trial.part());
        trial.expectApproved(order, trial.cashOut(order));
        var first = trial.reverse(order.id());
        trial.expect(order.id(), first, "200 reversed", "202 reversing");
        trial.expect(order.id(), trial.reverseToTheEnd(order.id()), "200 reversed");
        trial.expectWholeBalance();
        trial.require(Lack.REVERSAL_AT_ONCE, order.id(), first, "200 reversed");
    }

    static void repeated(Trial trial) throws Unmet, InterruptedException {
        var order = trial.order(trial.part());
        trial.expectApproved(order, trial.cashOut(order));
        for (int times = 0; times < 3; times++) {
            trial.expect(order.id(), trial.reverseToTheEnd(order.id()), "200 reversed");
        }
        trial.expectOnRecord(order.id(), "200 reversed");
        trial.expectWholeBalance();
    }

    static void ofDeclined(Trial trial) throws Unmet, InterruptedException {
        var order = trial.order(trial.balance() + 1);
        trial.expectDeclined(order, trial.cashOut(order), "insufficient_funds");
        trial.expect(order.id(), trial.reverse(order.id()), "200 declined");
        trial.expectWholeBalance();
    }

    static void cashOutAfterReversal(Trial trial) throws Unmet, InterruptedException {
        var order = trial.order(trial.part());
        trial.expectApproved(order, trial.cashOut(order));
        trial.expect(order.id(), trial.reverseToTheEnd(order.id()), "200 reversed");
        trial.expect(order.id(), trial.cashOut(order), "409 reversed");
        trial.expect(order.id(), trial.cashOut(order), "409 reversed");
        trial.expectWholeBalance();
    }

    static void tombstone(Trial trial) throws Unmet, InterruptedException {
        var order = trial.order(trial.part());
        trial.expect(order.id(), trial.reverse(order.id()), "200 blocked", "200 declined");
        for (int times = 0; times < 2; times++) {
            trial.require(Lack.TOMBSTONES, order.id(), trial.cashOut(order), "409 blocked");
        }
        trial.expectOnRecord(order.id(), "200 blocked");
        trial.expect(order.id(), trial.reverse(order.id()), "200 blocked");
        trial.expectWholeBalance();
    }

    static void reversalsAtOnce(Trial trial) throws Unmet, InterruptedException {
        var order = trial.order(trial.part());
        trial.expectApproved(order, trial.cashOut(order));
        for (var answer : atOnce(trial, () -> trial.reverse(order.id()))) {
            trial.expect(order.id(), answer, "200 reversed", "202 reversing");
        }
        trial.expect(order.id(), trial.reverseToTheEnd(order.id()), "200 reversed");
        trial.expectWholeBalance();
    }

    static void cashOutsAtOnce(Trial trial) throws Unmet, InterruptedException {
        var order = trial.order(trial.part());
        for (var answer : atOnce(trial, () -> trial.cashOut(order))) {
            trial.requireApproved(Lack.DEDUPLICATION, order, answer);
        }
        trial.expectBalance(trial.balance() - trial.part(), Lack.DEDUPLICATION);
    }

    static void transfersAtOnce(Trial trial) throws Unmet, InterruptedException {
        int approved = 0;
        for (var answer : atOnce(trial, () -> trial.cashOut(trial.orderOfAll()))) {
            trial.check(
                    answer.word().equals("200 approved")
                            || answer.field("code").equals("insufficient_funds"),
                    "200 approved or declined with the code insufficient_funds",
                    answer);
            approved += answer.word().equals("200 approved") ? 1 : 0;
        }
        if (approved != 1) {
            throw new Unmet(
                    "one of " + AT_ONCE + " to get the whole balance", approved + " got it");
        }
    }

    static void cancelWhileExecuting(Trial trial) throws Unmet, InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            var order = trial.order(trial.part());
            var both =
                    trial.atOnce(
                            List.<Callable<Answer>>of(
                                    () -> trial.cashOut(order), () -> trial.reverse(order.id())));
            trial.expect(
                    order.id(),
                    both.getFirst(),
                    "200 approved",
                    "409 blocked",
                    "409 reversing",
                    "409 reversed");
            trial.expect(
                    order.id(), both.getLast(), "200 reversed", "200 blocked", "202 reversing");
            var end = trial.reverseToTheEnd(order.id());
            trial.expect(order.id(), end, "200 reversed", "200 blocked");
            trial.expect(order.id(), trial.cashOut(order), "409 reversed", "409 blocked");
        }
        trial.expectWholeBalance();
    }

    private static List<Answer> atOnce(Trial trial, Callable<Answer> call)
            throws InterruptedException {
        return trial.atOnce(IntStream.range(0, AT_ONCE).mapToObj(_ -> call).toList());
    }
}
