package org.banktransfer.simulation.world;

import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.Advice;
import org.banktransfer.ledger.CreditOrder;
import org.banktransfer.ledger.Ledger;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.LedgerAnswer.NoAnswer;
import org.banktransfer.ledger.ProposedCredit;
import org.banktransfer.ledger.VoidOrder;
import org.banktransfer.simulation.world.Faults.Menu;
import org.banktransfer.simulation.world.Line.Age;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// A process's way to the ledger.
final class LedgerPort implements Ledger {

    private static final NoAnswer SILENCE = new NoAnswer("no answer");
    private static final Advice NO_ADVICE = new Advice.NoAnswer("no answer");

    private final Ledger ledger;
    private final Line line;
    private final World world;

    LedgerPort(Ledger ledger, Line line, World world) {
        this.ledger = ledger;
        this.line = line;
        this.world = world;
    }

    @Override
    public Advice advise(ProposedCredit proposed) {
        var advice =
                line.call(Menu.LEDGER_READ, Age.ANY, () -> true, () -> ledger.advise(proposed));
        return advice == null ? NO_ADVICE : advice;
    }

    @Override
    public LedgerAnswer credit(CreditOrder order) {
        return write(order.id(), "credit", () -> ledger.credit(order));
    }

    @Override
    public LedgerAnswer voidCredit(VoidOrder order) {
        return write(order.id(), "void", () -> ledger.voidCredit(order));
    }

    @Override
    public LedgerAnswer bookReversal(TransferId id, Instant at) {
        return write(id, "booking", () -> ledger.bookReversal(id, at));
    }

    private LedgerAnswer write(TransferId id, String what, Supplier<LedgerAnswer> done) {
        return orSilence(
                line.call(
                        Menu.LEDGER_WRITE,
                        Age.ANY,
                        () -> true,
                        () -> {
                            var answer = done.get();
                            var decision = ledger.lookUp(id);
                            if (world.story().isTold()) {
                                world.story()
                                        .tell(
                                                "ledger",
                                                "got the %s: %s  [%s]"
                                                        .formatted(
                                                                what,
                                                                decision,
                                                                world.story().nameOf(id)));
                            }
                            world.checks().decided(id, decision);
                            return answer;
                        }));
    }

    @Override
    public LedgerAnswer lookUp(TransferId id) {
        return orSilence(line.call(Menu.LEDGER_READ, Age.ANY, () -> true, () -> ledger.lookUp(id)));
    }

    @Override
    public Map<TransferId, LedgerAnswer> lookUp(Collection<TransferId> ids) {
        var answers = new HashMap<TransferId, LedgerAnswer>();
        ids.forEach(id -> answers.put(id, lookUp(id)));
        return answers;
    }

    private static LedgerAnswer orSilence(@Nullable LedgerAnswer answer) {
        return answer == null ? SILENCE : answer;
    }
}
