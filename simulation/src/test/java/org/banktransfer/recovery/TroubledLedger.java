package org.banktransfer.recovery;

import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.Ledger;
import org.banktransfer.ledger.LedgerAnswer;
import org.banktransfer.simulation.SoundLedger;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A ledger that throws when it is asked about some transfers.
final class TroubledLedger extends SoundLedger {

    private final Map<TransferId, RuntimeException> trouble = new ConcurrentHashMap<>();

    TroubledLedger(Ledger sound) {
        super(sound);
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
        return super.lookUp(id);
    }
}
