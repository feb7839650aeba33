package org.banktransfer.simulation;

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

/// A ledger that does what another one does, but for what a test overrides.
public abstract class SoundLedger implements Ledger {

    protected final Ledger sound;

    protected SoundLedger(Ledger sound) {
        this.sound = sound;
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
    public LedgerAnswer lookUp(TransferId id) {
        return sound.lookUp(id);
    }

    @Override
    public Map<TransferId, LedgerAnswer> lookUp(Collection<TransferId> ids) {
        return sound.lookUp(ids);
    }

    @Override
    public LedgerAnswer bookReversal(TransferId id, Instant at) {
        return sound.bookReversal(id, at);
    }
}
