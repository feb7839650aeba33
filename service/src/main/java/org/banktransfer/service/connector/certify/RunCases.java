package org.banktransfer.service.connector.certify;

import org.banktransfer.identity.TransferId;
import org.banktransfer.institution.CashOutWord;
import org.banktransfer.institution.ReversalWord;
import org.banktransfer.reconciliation.Movement;
import org.banktransfer.reconciliation.StatementUnreadable;
import org.banktransfer.service.connector.statement.StatementText;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// What is held against all that the run has done, and the connector itself.
final class RunCases {

    private static final int CALLS_IN_A_ROW = 10;

    /// A day's statement is the institution's day, so its clock decides in which one a movement is.
    private static final Duration NEAR_MIDNIGHT = Duration.ofMinutes(1);

    private RunCases() {}

    static void csv(Trial trial) throws Unmet, InterruptedException {
        statement(trial, "text/csv", null);
    }

    static void camt(Trial trial) throws Unmet, InterruptedException {
        statement(trial, "application/xml", Lack.CAMT);
    }

    /// @param lack what it lacks if it has no statements of this type
    private static void statement(Trial trial, String type, @Nullable Lack lack)
            throws Unmet, InterruptedException {
        var session = trial.session();
        var movements = new ArrayList<Movement>();
        for (var day : days(session)) {
            var answer = trial.get("/v1/statements/" + day, type);
            if (answer.status() == 406) {
                throw new Unmet("a statement as " + type, "406", lack);
            }
            trial.check(
                    answer.status() == 200 && answer.type().startsWith(type),
                    "200 with a statement as " + type,
                    answer);
            movements.addAll(read(answer));
        }
        for (var id : session.asked()) {
            expectAsItWas(session, id, movements);
        }
    }

    private static List<LocalDate> days(Session session) {
        var first = day(session.startedAt().minus(NEAR_MIDNIGHT));
        var last = day(session.clock().instant());
        return first.datesUntil(last.plusDays(1)).toList();
    }

    private static LocalDate day(Instant instant) {
        return instant.atZone(ZoneOffset.UTC).toLocalDate();
    }

    private static List<Movement> read(Answer answer) throws Unmet {
        try {
            return StatementText.read(answer.text().getBytes(StandardCharsets.UTF_8));
        } catch (StatementUnreadable e) {
            throw new Unmet("a statement as the contract has it", String.valueOf(e.getMessage()));
        }
    }

    private static void expectAsItWas(Session session, TransferId id, List<Movement> movements)
            throws Unmet {
        var paid = session.paid().get(id);
        var out = of(id, Movement.Kind.CASH_OUT, movements);
        var back = of(id, Movement.Kind.REVERSAL, movements);
        // Paid and put back in one moment, a cash-out is answered "reversed" and never "approved".
        int outMin = paid == null ? 0 : 1;
        int backMin = paid != null && session.putBack().contains(id) ? 1 : 0;
        boolean areAsTheyWere =
                out.size() >= outMin
                        && out.size() <= 1
                        && back.size() >= backMin
                        && back.size() <= out.size();
        if (!areAsTheyWere) {
            throw new Unmet(
                    id + ": " + outMin + " cash-out and " + backMin + " reversal",
                    out.size() + " and " + back.size());
        }
        for (var movement : out) {
            if (paid != null
                    && (movement.amount().minor() != paid.amountMinor()
                            || !movement.reference().equals(paid.reference()))) {
                throw new Unmet(
                        id + ": " + paid.amountMinor() + ", reference " + paid.reference(),
                        movement.amount().minor() + ", reference " + movement.reference());
            }
        }
    }

    private static List<Movement> of(TransferId id, Movement.Kind kind, List<Movement> movements) {
        return movements.stream()
                .filter(movement -> movement.kind() == kind)
                .filter(movement -> movement.transfer().equals(id.toString()))
                .toList();
    }

    static void secrets(Trial trial) throws Unmet {
        var telling = trial.session().telling();
        if (!telling.isEmpty()) {
            throw new Unmet(
                    "no answer with a card number or PIN in it",
                    telling.size() + ", the first to " + telling.iterator().next());
        }
    }

    static void framing(Trial trial) throws Unmet {
        var endless = trial.session().endless();
        if (!endless.isEmpty()) {
            throw new Unmet(
                    "Content-Length or chunks in every answer",
                    endless.size() + " without, the first to " + endless.iterator().next());
        }
    }

    /// On a client of its own, with no connections from before. A connection may not be free yet
    /// when the next call is made, so not every call has to be on an old one.
    static void connectionReuse(Trial trial) throws Unmet, InterruptedException {
        var connections = new HashSet<String>();
        try (var wire = new Wire(trial.session().settings())) {
            for (int times = 0; times < CALLS_IN_A_ROW; times++) {
                var path = "/v1/cash-outs/" + trial.session().nextId();
                connections.add(wire.get(path, Trial.JSON).connection());
            }
        }
        if (connections.size() == CALLS_IN_A_ROW) {
            throw new Unmet(
                    "connections used again",
                    CALLS_IN_A_ROW + " calls, each on one of its own",
                    Lack.CONNECTION_REUSE);
        }
    }

    static void connector(Trial trial) throws Unmet, InterruptedException {
        var line = trial.session().line();
        var order = trial.order(trial.part());
        trial.remember(order.id());
        var paid = line.cashOut(order.request()).reply();
        expect(paid instanceof CashOutWord.Approved, "approved", paid);
        if (!trial.session().lacks().contains(Lack.LOOK_UPS)) {
            var known = line.lookUp(order.id(), order.amount()).reply();
            expect(known.equals(paid), paid.toString(), known);
        }
        trial.expect(order.id(), trial.reverseToTheEnd(order.id()), "200 reversed");
        var back = line.reverse(order.id(), "certify").reply();
        expect(back instanceof ReversalWord.Reversed, "reversed", back);
        trial.expectWholeBalance();
    }

    private static void expect(boolean holds, String expected, Object found) throws Unmet {
        if (!holds) {
            throw new Unmet("the connector to hear: " + expected, found.toString());
        }
    }
}
