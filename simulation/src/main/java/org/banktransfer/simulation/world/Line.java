package org.banktransfer.simulation.world;

import org.banktransfer.identity.CardFingerprint;
import org.banktransfer.simulation.world.Faults.Menu;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// The way from one process to one receiver, and back. Others go on while a request is under way
/// and again while its answer is, so a decision may be old when it is carried out, and an answer
/// old when it is heard.
final class Line {

    private static final long MILLI = Duration.ofMillis(1).toNanos();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long[] USUAL = {MILLI, 4 * MILLI, 30 * MILLI, 400 * MILLI};
    private static final int[] USUAL_WEIGHTS = {70, 96, 125, 128};
    private static final int[] LONG_WEIGHTS = {20, 40, 43, 44};
    private static final long[] GIVEN_UP_AFTER = {2 * MILLI, SECOND, 3 * SECOND};
    private static final int[] GIVEN_UP_WEIGHTS = {2, 3, 4};
    private static final long[] LATER = {
        5 * MILLI, 300 * MILLI, 3 * SECOND, 40 * SECOND, 300 * SECOND, 3000 * SECOND
    };
    private static final int[] LATER_WEIGHTS = {3, 6, 10, 13, 15, 16};

    private final World world;
    private final NodeProcess process;
    private final Receiver receiver;
    private final String name;
    private @Nullable FaultKind met;

    Line(World world, NodeProcess process, Receiver receiver, String name) {
        this.world = world;
        this.process = process;
        this.receiver = receiver;
        this.name = name;
    }

    /// What the call that is being delivered, or was just answered, met; for faults that only its
    /// caller can play out.
    boolean met(FaultKind kind) {
        return met == kind;
    }

    /// One request and its answer.
    ///
    /// @param isStillTaken whether the receiver would get a request that is so many nanoseconds old
    /// @param mayRepeat whether the network may deliver it once more, now
    /// @param deliver what the receiver does
    /// @return null if no answer is heard
    <T> @Nullable T call(
            Menu menu, Age isStillTaken, BooleanSupplier mayRepeat, Supplier<T> deliver) {
        process.mustLive();
        var card = world.story().about();
        var fault = world.faults().of(menu);
        if (fault != null) {
            tell(fault);
        }
        if (process.isCutOffFrom(receiver)) {
            giveUp(fault, card);
            return null;
        }
        long sentAt = world.timeline().now();
        switch (fault) {
            case null -> {}
            case CRASH_BEFORE_SENDING -> throw process.crash();
            case INSTITUTION_REQUEST_LOST,
                    INSTITUTION_THROTTLES,
                    LEDGER_REQUEST_LOST,
                    LEDGER_THROTTLES,
                    STORE_REQUEST_LOST -> {
                giveUp(fault, card);
                return null;
            }
            case INSTITUTION_REQUEST_LATE, LEDGER_COMMIT_LATE, STORE_COMMIT_LATE -> {
                deliverLater(sentAt, isStillTaken, () -> true, deliver);
                giveUp(fault, card);
                return null;
            }
            case NODE_HANGS_BEFORE_SENDING ->
                    process.pass(chosen(world.settings().longTimes(), LONG_WEIGHTS));
            default -> {}
        }
        process.pass(chosen(USUAL, USUAL_WEIGHTS));
        if (!isStillTaken.of(world.timeline().now() - sentAt)) {
            giveUp(fault, card);
            return null;
        }
        met = fault;
        world.story().isAbout(card);
        var answer = deliver.get();
        switch (fault) {
            case null -> {}
            case CRASH_BEFORE_HEARING -> throw process.crash();
            case INSTITUTION_ANSWER_LATE, LEDGER_ANSWER_LATE, STORE_ANSWER_LATE ->
                    process.pass(chosen(world.settings().longTimes(), LONG_WEIGHTS));
            case INSTITUTION_REQUEST_REPEATED, LEDGER_REQUEST_REPEATED ->
                    deliverLater(sentAt, isStillTaken, mayRepeat, deliver);
            case INSTITUTION_ANSWER_LOST, LEDGER_COMMIT_UNKNOWN, STORE_COMMIT_UNKNOWN -> {
                giveUp(fault, card);
                return null;
            }
            default -> {}
        }
        process.pass(chosen(USUAL, USUAL_WEIGHTS));
        world.story().isAbout(card);
        met = fault;
        return answer;
    }

    /// Whether a receiver gets a request of that age.
    interface Age {

        Age ANY = _ -> true;

        boolean of(long nanos);
    }

    private <T> void deliverLater(
            long sentAt, Age isStillTaken, BooleanSupplier mayRepeat, Supplier<T> deliver) {
        var card = world.story().about();
        world.timeline()
                .after(
                        chosen(LATER, LATER_WEIGHTS),
                        () -> {
                            world.story().isAbout(card);
                            if (isStillTaken.of(world.timeline().now() - sentAt)
                                    && mayRepeat.getAsBoolean()) {
                                if (world.story().isTold()) {
                                    world.story().tell(name, "gets something late");
                                }
                                var _ = deliver.get();
                            }
                        });
    }

    private void giveUp(@Nullable FaultKind fault, @Nullable CardFingerprint card) {
        process.pass(chosen(GIVEN_UP_AFTER, GIVEN_UP_WEIGHTS));
        world.story().isAbout(card);
        if (fault == null && world.story().isTold()) {
            world.story().tell(process.name(), "hears nothing from " + name);
        }
        met = fault;
    }

    private void tell(FaultKind fault) {
        if (world.story().isTold()) {
            world.story().tell(process.name(), "meets " + fault.word() + " at " + name);
        }
    }

    /// While all goes well again nothing is drawn, so that a world soon ends.
    private long chosen(long[] from, int[] upTo) {
        return world.faults().areLifted() ? from[0] : from[world.tape().weighted(upTo)];
    }
}
