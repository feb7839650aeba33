package org.banktransfer.simulation.world;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What goes wrong in one world, and how often. Each world draws its own mixture, in which most
/// kinds are missing: where everything goes wrong all the time, little gets far enough to meet the
/// rare things (swarm testing; Groce et al., ISSTA 2012).
// Places of constants are counted by, many times a microsecond, and never kept.
@SuppressWarnings("EnumOrdinal")
final class Faults {

    /// So many in 1,024 of a kind, by what its world has drawn for it.
    private static final int[] RATES = {0, 8, 40, 160};

    private static final int[] RATE_WEIGHTS = {12, 15, 18, 20};
    private static final int WHOLE = 1024;

    private final Tape tape;
    private final Coverage coverage;
    private final int[] rates = new int[FaultKind.values().length];
    private final int[][] sums = new int[Menu.values().length][];
    private boolean areLifted;

    /// What may go wrong with one kind of call; at most one of them does.
    enum Menu {
        CASH_OUT(
                FaultKind.INSTITUTION_REQUEST_LOST,
                FaultKind.INSTITUTION_REQUEST_LATE,
                FaultKind.INSTITUTION_REQUEST_REPEATED,
                FaultKind.INSTITUTION_ANSWER_LOST,
                FaultKind.INSTITUTION_ANSWER_LATE,
                FaultKind.INSTITUTION_ANSWER_GARBLED,
                FaultKind.INSTITUTION_THROTTLES,
                FaultKind.CONNECTOR_BREAKS,
                FaultKind.CRASH_BEFORE_SENDING,
                FaultKind.CRASH_BEFORE_HEARING,
                FaultKind.NODE_HANGS_BEFORE_SENDING),
        LOOK_UP(
                FaultKind.INSTITUTION_REQUEST_LOST,
                FaultKind.INSTITUTION_ANSWER_LOST,
                FaultKind.INSTITUTION_ANSWER_LATE,
                FaultKind.INSTITUTION_ANSWER_GARBLED,
                FaultKind.INSTITUTION_THROTTLES,
                FaultKind.CONNECTOR_BREAKS,
                FaultKind.LOOK_UP_LAGS,
                FaultKind.CRASH_BEFORE_SENDING,
                FaultKind.CRASH_BEFORE_HEARING),
        REVERSE(
                FaultKind.INSTITUTION_REQUEST_LOST,
                FaultKind.INSTITUTION_REQUEST_LATE,
                FaultKind.INSTITUTION_REQUEST_REPEATED,
                FaultKind.INSTITUTION_ANSWER_LOST,
                FaultKind.INSTITUTION_ANSWER_LATE,
                FaultKind.INSTITUTION_THROTTLES,
                FaultKind.CONNECTOR_BREAKS,
                FaultKind.CRASH_BEFORE_SENDING,
                FaultKind.CRASH_BEFORE_HEARING,
                FaultKind.NODE_HANGS_BEFORE_SENDING),
        LEDGER_WRITE(
                FaultKind.LEDGER_REQUEST_LOST,
                FaultKind.LEDGER_COMMIT_UNKNOWN,
                FaultKind.LEDGER_COMMIT_LATE,
                FaultKind.LEDGER_REQUEST_REPEATED,
                FaultKind.LEDGER_ANSWER_LATE,
                FaultKind.LEDGER_THROTTLES,
                FaultKind.CRASH_BEFORE_SENDING,
                FaultKind.CRASH_BEFORE_HEARING,
                FaultKind.NODE_HANGS_BEFORE_SENDING),
        LEDGER_READ(
                FaultKind.LEDGER_REQUEST_LOST,
                FaultKind.LEDGER_ANSWER_LATE,
                FaultKind.LEDGER_THROTTLES,
                FaultKind.CRASH_BEFORE_SENDING,
                FaultKind.CRASH_BEFORE_HEARING),
        STORE_WRITE(
                FaultKind.STORE_REQUEST_LOST,
                FaultKind.STORE_COMMIT_UNKNOWN,
                FaultKind.STORE_COMMIT_LATE,
                FaultKind.STORE_ANSWER_LATE,
                FaultKind.CRASH_BEFORE_SENDING,
                FaultKind.CRASH_BEFORE_HEARING,
                FaultKind.NODE_HANGS_BEFORE_SENDING),
        STORE_READ(
                FaultKind.STORE_REQUEST_LOST,
                FaultKind.STORE_ANSWER_LATE,
                FaultKind.CRASH_BEFORE_SENDING,
                FaultKind.CRASH_BEFORE_HEARING),
        RECORD(FaultKind.PROGRESS_DROPPED, FaultKind.CRASH_BEFORE_RECORDING),
        /// What happens to the world at large between two presses.
        TROUBLE(
                FaultKind.CRASH_WHILE_IDLE,
                FaultKind.NODE_HANGS,
                FaultKind.NODE_CUT_OFF_FROM_INSTITUTION,
                FaultKind.NODE_CUT_OFF_FROM_LEDGER,
                FaultKind.NODE_CUT_OFF_FROM_STORE,
                FaultKind.CUSTOMER_CUT_OFF_FROM_NODE,
                FaultKind.CARD_BLOCKED_AT_INSTITUTION,
                FaultKind.CARD_BLOCKED_HERE,
                FaultKind.ACCOUNT_FROZEN),
        /// What a customer does beside pressing once.
        PRESS(
                FaultKind.PRESSED_AGAIN,
                FaultKind.PRESSED_WITH_ANOTHER_KEY,
                FaultKind.KEY_USED_FOR_ANOTHER_WISH,
                FaultKind.WRONG_PIN);

        @SuppressWarnings("ImmutableEnumChecker") // List.of makes it so.
        private final List<FaultKind> kinds;

        Menu(FaultKind... kinds) {
            this.kinds = List.of(kinds);
        }
    }

    Faults(Tape tape, Coverage coverage) {
        this.tape = tape;
        this.coverage = coverage;
        for (int kind = 0; kind < rates.length; kind++) {
            rates[kind] = RATES[tape.weighted(RATE_WEIGHTS)];
        }
        for (var menu : Menu.values()) {
            sums[menu.ordinal()] = sums(menu);
        }
    }

    private int[] sums(Menu menu) {
        var upTo = new int[menu.kinds.size() + 1];
        int all = 0;
        for (var kind : menu.kinds) {
            all += rates[kind.ordinal()];
        }
        // However much is wrong in a world, one call in four goes well.
        upTo[0] = Math.max(WHOLE - all, all / 3 + 1);
        for (int i = 0; i < menu.kinds.size(); i++) {
            upTo[i + 1] = upTo[i] + rates[menu.kinds.get(i).ordinal()];
        }
        return upTo;
    }

    /// What goes wrong with this call; null if nothing does.
    @Nullable FaultKind of(Menu menu) {
        if (areLifted) {
            return null;
        }
        int place = tape.weighted(sums[menu.ordinal()]);
        return place == 0 ? null : counted(menu.kinds.get(place - 1));
    }

    /// Whether a thing of this kind happens now.
    boolean happens(FaultKind kind) {
        if (areLifted || rates[kind.ordinal()] == 0 || !tape.happens(rates[kind.ordinal()])) {
            return false;
        }
        var _ = counted(kind);
        return true;
    }

    private FaultKind counted(FaultKind kind) {
        coverage.met(kind);
        return kind;
    }

    /// From now on all goes well.
    void lift() {
        areLifted = true;
    }

    boolean areLifted() {
        return areLifted;
    }
}
