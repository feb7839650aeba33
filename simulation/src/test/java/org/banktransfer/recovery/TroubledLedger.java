package org.banktransfer.recovery;

import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.Advice;
import org.banktransfer.ledger.CreditOrder;
import org.banktransfer.ledger.Ledger;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.ledger.ProposedCredit;
import org.banktransfer.ledger.VoidOrder;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A ledger that throws when it is asked about some transfers.
final class TroubledLedger implements Ledger {

    private final Ledger sound;
    private final Map<TransferId, RuntimeException> trouble = new ConcurrentHashMap<>();

    TroubledLedger(Ledger sound) {
        this.sound = sound;
    }

    void throwsAt(TransferId id, RuntimeException exception) {
        trouble.put(id, exception);
    }

    void isSoundAgain() {
        trouble.clear();
    }

    @Override
    public LedgerAnswer lookUp(TransferId id) {
        var exception = trouble.get(id);
        if (exception != null) {
            throw exception;
        }
        return sound.lookUp(id);
    }

    @Override
    public Map<TransferId, LedgerAnswer> lookUp(Collection<TransferId> ids) {
        return sound.lookUp(ids);
    }

    @Override
    public Advice advise(ProposedCredit proposed) {
        return sound.advise(proposed);
    }

    @Override
    public LedgerAnswer credit(CreditOrder order) {
        return sound.credit(order);
    }

    @Override
    public LedgerAnswer voidCredit(VoidOrder order) {
        return sound.voidCredit(order);
    }

    @Override
    public LedgerAnswer bookReversal(TransferId id, Instant at) {
        return sound.bookReversal(id, at);
    }
}
