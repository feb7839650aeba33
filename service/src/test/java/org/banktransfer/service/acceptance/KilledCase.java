package org.banktransfer.service.acceptance;

import org.banktransfer.service.demo.App;
import org.banktransfer.service.demo.SandboxAdmin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A transfer that is killed at one point of its way, and perhaps at another when recovery has
/// taken it up.
///
/// @param heldAt where the request path is killed: `before:credit`
/// @param againAt where recovery is killed; empty if it is left alone
/// @param dial what the institution does to recovery until the second kill
/// @param end the status it must come to
record KilledCase(Kind kind, String heldAt, Optional<String> againAt, Dial dial, String end) {

    static final List<String> MOMENTS = List.of("before", "answered", "recorded");

    /// What is asked for, on a service that credits no more than [#LIMIT].
    enum Kind {
        /// Approved and credited.
        PLAIN(5000, Optional.of(500L)),
        /// Approved, refused by the ledger, reversed.
        REFUSED(5000, Optional.empty()),
        /// Declined by the institution.
        DECLINED(100, Optional.of(900L)),
        /// Refused by the rules before anything was sent.
        ADVISED_AGAINST(5000, Optional.of(2000L)),
        /// Like `PLAIN`, but no answer of the institution arrives until the node is killed.
        ANSWER_LOST(5000, Optional.of(500L)),
        /// Like `REFUSED`, but the institution refuses to reverse until the node is killed.
        REVERSAL_REFUSED(5000, Optional.empty());

        private final long onCard;
        private final Optional<Long> amount;

        Kind(long onCard, Optional<Long> amount) {
            this.onCard = onCard;
            this.amount = amount;
        }

        Wish wish(SandboxAdmin institution, App operator) {
            return Wish.make(institution, operator, onCard, amount);
        }
    }

    /// What the institution does to recovery's questions about this transfer.
    enum Dial {
        NOTHING,
        LOOK_UP_LOST,
        REVERSAL_LOST,
        REVERSAL_REFUSED
    }

    static final long LIMIT = 1000;

    /// Whether a person is called, so that it need not settle soon.
    boolean waitsForPerson() {
        return againAt.orElse(heldAt).equals("recorded:park");
    }

    /// Every point between two steps, on the request path and in recovery. In the order of the
    /// request path: whoever comes to a point finds all before it taken.
    static List<KilledCase> all() {
        var all = new ArrayList<KilledCase>();
        inRecovery(all, "before:cash_out", Kind.PLAIN, "reversed")
                .at("void_credit", "reverse", "book_reversal", "close");
        all.add(once(Kind.PLAIN, "before:cash_out", "reversed"));
        inRecovery(all, "answered:cash_out", Kind.PLAIN, "completed")
                .at("ask_ledger", "ask_institution", "credit", "close");
        inRecovery(all, "answered:cash_out", Kind.REFUSED, "reversed")
                .at("credit", "reverse", "book_reversal", "close");
        inRecovery(all, "answered:cash_out", Kind.DECLINED, "declined").at("close");
        for (var moment : MOMENTS) {
            all.add(waiting(moment, Kind.PLAIN, Dial.LOOK_UP_LOST, "completed"));
            all.add(waiting(moment, Kind.REFUSED, Dial.REVERSAL_LOST, "reversed"));
            all.add(parked(moment));
        }
        for (var point : List.of("answered:cash_out", "recorded:cash_out")) {
            all.add(once(Kind.PLAIN, point, "completed"));
            all.add(once(Kind.DECLINED, point, "declined"));
        }
        onTheWay(all, "credit", Kind.PLAIN, "completed");
        onTheWay(all, "credit", Kind.REFUSED, "reversed");
        onTheWay(all, "void_credit", Kind.ADVISED_AGAINST, "reversed");
        onTheWay(all, "reverse", Kind.REFUSED, "reversed");
        onTheWay(all, "book_reversal", Kind.REFUSED, "reversed");
        for (var moment : MOMENTS) {
            boolean isWritten = moment.equals("recorded");
            all.add(
                    once(
                            Kind.REVERSAL_REFUSED,
                            moment + ":park",
                            isWritten ? "reversing" : "reversed"));
        }
        onTheWay(all, "close", Kind.PLAIN, "completed");
        onTheWay(all, "close", Kind.REFUSED, "reversed");
        onTheWay(all, "close", Kind.DECLINED, "declined");
        onTheWay(all, "close", Kind.ADVISED_AGAINST, "reversed");
        // Last, because recovery takes it up at once in the same process.
        onTheWay(all, "wait", Kind.ANSWER_LOST, "completed");
        return all;
    }

    private static KilledCase once(Kind kind, String heldAt, String end) {
        return new KilledCase(kind, heldAt, Optional.empty(), Dial.NOTHING, end);
    }

    private static void onTheWay(List<KilledCase> all, String step, Kind kind, String end) {
        MOMENTS.forEach(moment -> all.add(once(kind, moment + ":" + step, end)));
    }

    private static KilledCase waiting(String moment, Kind kind, Dial dial, String end) {
        return new KilledCase(kind, "answered:cash_out", Optional.of(moment + ":wait"), dial, end);
    }

    private static KilledCase parked(String moment) {
        return new KilledCase(
                Kind.REFUSED,
                "answered:cash_out",
                Optional.of(moment + ":park"),
                Dial.REVERSAL_REFUSED,
                moment.equals("recorded") ? "reversing" : "reversed");
    }

    private interface Steps {
        void at(String... steps);
    }

    private static Steps inRecovery(List<KilledCase> all, String heldAt, Kind kind, String end) {
        return steps -> {
            for (var step : steps) {
                for (var moment : MOMENTS) {
                    all.add(
                            new KilledCase(
                                    kind,
                                    heldAt,
                                    Optional.of(moment + ":" + step),
                                    Dial.NOTHING,
                                    end));
                }
            }
        };
    }
}
