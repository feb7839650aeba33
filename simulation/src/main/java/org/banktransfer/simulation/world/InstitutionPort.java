package org.banktransfer.simulation.world;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.identity.TransferId;
import org.banktransfer.institution.CapabilitySheet;
import org.banktransfer.institution.CashOutReply;
import org.banktransfer.institution.CashOutRequest;
import org.banktransfer.institution.CashOutWord.Approved;
import org.banktransfer.institution.CashOutWord.Unknown;
import org.banktransfer.institution.Institution;
import org.banktransfer.institution.LookUpReply;
import org.banktransfer.institution.ReversalReply;
import org.banktransfer.institution.ReversalWord;
import org.banktransfer.money.Money;
import org.banktransfer.money.RequestedAmount;
import org.banktransfer.simulation.world.Faults.Menu;
import org.banktransfer.simulation.world.Line.Age;

import java.time.Duration;

/// A process's connector to an institution.
final class InstitutionPort implements Institution {

    private static final Unknown SILENCE = new Unknown("no answer");
    private static final Unknown GARBLED = new Unknown("about another amount");
    private static final ReversalWord.Unknown NO_WORD = new ReversalWord.Unknown("no answer");

    // Thrown often and deep down, where a stack trace costs more than all else and tells nothing.
    @SuppressWarnings("StaticAssignmentOfThrowable")
    private static final IllegalStateException BROKEN = new IllegalStateException("a broken pipe");

    private static final Duration FOR_GOOD = Duration.ofDays(365);

    private final SimulatedInstitution institution;
    private final Line line;
    private final Age isStillTaken;

    InstitutionPort(SimulatedInstitution institution, Line line) {
        this.institution = institution;
        this.line = line;
        var sheet = institution.sheet();
        long longest = sheet.longestDelay().toNanos();
        boolean isShutForGood = sheet.tombstones() && sheet.dedupesFor().compareTo(FOR_GOOD) >= 0;
        // Where nothing but the longest delay ends a request's life, it counts from the decision to
        // send it: how long our own process takes to do so is a part of it.
        isStillTaken = sheet.honoursValidUntil() || isShutForGood ? Age.ANY : age -> age <= longest;
    }

    @Override
    public InstitutionName name() {
        return institution.name();
    }

    @Override
    public CapabilitySheet capabilities() {
        return institution.sheet();
    }

    @Override
    public CashOutReply cashOut(CashOutRequest request) {
        var reply =
                line.call(
                        Menu.CASH_OUT,
                        isStillTaken,
                        () -> institution.takesForRepeat(request.id()),
                        () -> institution.cashOut(request));
        breakIf(line.met(FaultKind.CONNECTOR_BREAKS));
        if (line.met(FaultKind.INSTITUTION_ANSWER_GARBLED)
                && reply instanceof Approved(var paid, var reference)) {
            return new Approved(other(paid), reference);
        }
        return reply == null ? SILENCE : reply;
    }

    @Override
    public LookUpReply lookUp(TransferId id, RequestedAmount requested) {
        var reply =
                line.call(
                        Menu.LOOK_UP,
                        Age.ANY,
                        () -> true,
                        () -> institution.lookUp(id, line.met(FaultKind.LOOK_UP_LAGS)));
        breakIf(line.met(FaultKind.CONNECTOR_BREAKS));
        if (line.met(FaultKind.INSTITUTION_ANSWER_GARBLED)) {
            return GARBLED;
        }
        return reply == null ? SILENCE : reply;
    }

    @Override
    public ReversalReply reverse(TransferId id, String reason) {
        var reply = line.call(Menu.REVERSE, Age.ANY, () -> true, () -> institution.reverse(id));
        breakIf(line.met(FaultKind.CONNECTOR_BREAKS));
        return reply == null ? NO_WORD : reply;
    }

    /// Another amount, and another currency: whatever was asked for, it is not this.
    private static Money other(Money paid) {
        var currency = paid.currency().equals(Population.USD) ? Population.EUR : Population.USD;
        return new Money(paid.minor() + 1, currency);
    }

    private static void breakIf(boolean breaks) {
        if (breaks) {
            throw BROKEN;
        }
    }
}
