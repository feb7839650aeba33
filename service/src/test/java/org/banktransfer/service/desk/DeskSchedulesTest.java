package org.banktransfer.service.desk;

import static org.banktransfer.service.Schedules.explore;
import static org.banktransfer.service.Schedules.together;
import static org.banktransfer.simulation.contract.Samples.NOON;

import org.banktransfer.identity.CustomerId;
import org.banktransfer.simulation.contract.Samples;
import org.banktransfer.transfer.Transfer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// The desk's shared parts, under every order of events that there is time for.
@Tag("schedules")
class DeskSchedulesTest {

    private static final Duration LONG = Duration.ofDays(1);
    private static final CustomerId ANN = new CustomerId("ann");
    private static final CustomerId BOB = new CustomerId("bob");
    private static final Transfer SETTLED = Samples.pending(Samples.wish());

    @Test
    void who_joins_before_looking_is_told_of_what_was_not_there_to_be_seen() {
        explore(() -> {
            var waiters = new Waiters();
            var isSettled = new AtomicBoolean();
            together(
                    () -> {
                        isSettled.set(true);
                        waiters.tell(SETTLED);
                    },
                    () -> {
                        try (var waiter = waiters.join(SETTLED.id())) {
                            if (!isSettled.get()) {
                                waiter.await(LONG.toNanos());
                            }
                        }
                        expect(isSettled.get(), "woken before it was settled");
                    });
        });
    }

    @Test
    void a_place_is_never_given_to_two() {
        explore(() -> {
            var places = new Places(1, 1, 1, () -> NOON);
            var inside = new AtomicInteger();
            together(() -> visit(places, ANN, inside), () -> visit(places, BOB, inside));
            expect(places.awaitAllFree(LONG), "a place did not come back");
        });
    }

    @Test
    void when_all_places_came_back_after_closing_nobody_is_inside_or_comes_in() {
        explore(() -> {
            var places = new Places(2, 2, 2, () -> NOON);
            var isOver = new AtomicBoolean();
            together(
                    () -> {
                        if (places.admit(ANN) instanceof Admission.Admitted(var place)) {
                            expect(!isOver.get(), "inside when all was over");
                            place.close();
                        }
                    },
                    () -> {
                        places.close();
                        expect(places.awaitAllFree(LONG), "a place did not come back");
                        isOver.set(true);
                    });
        });
    }

    @Test
    void a_place_comes_back_once_whoever_lets_go_last() {
        explore(() -> {
            var places = new Places(1, 1, 1, () -> NOON);
            var admitted = (Admission.Admitted) places.admit(ANN);
            together(
                    () -> {
                        admitted.place().passToDrive();
                        admitted.place().giveBack();
                    },
                    () -> admitted.place().close());
            expect(places.awaitAllFree(LONG), "the place did not come back");
            expect(places.admit(ANN) instanceof Admission.Admitted, "no place is left");
            expect(places.admit(BOB) instanceof Admission.Full, "it came back twice");
        });
    }

    private static void visit(Places places, CustomerId customer, AtomicInteger inside) {
        if (places.admit(customer) instanceof Admission.Admitted(var place)) {
            expect(inside.incrementAndGet() == 1, "two are inside");
            inside.decrementAndGet();
            place.close();
        }
    }

    private static void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
