package org.banktransfer.service.fake;

import org.banktransfer.identity.TransferId;
import org.banktransfer.ledger.VoidReason;
import org.banktransfer.simulation.contract.Samples;
import org.banktransfer.transfer.Interventions;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferState;

import java.util.Optional;

class FakeInterventionsTest extends InterventionsContract {

    private final FakeStore store = new FakeStore();
    private final FakeInterventions interventions = new FakeInterventions(store);

    @Override
    protected Interventions interventions() {
        return interventions;
    }

    @Override
    protected Transfer pending() {
        var transfer = Samples.pending(Samples.wish());
        store.put(transfer);
        return transfer;
    }

    @Override
    protected void settle(TransferId id) {
        var completed = new TransferState.Completed(Samples.usd(2500));
        store.put(FakeStore.in(found(id), completed, Samples.NOON));
    }

    @Override
    protected void reversing(TransferId id) {
        var paid = Optional.of(Samples.usd(2500));
        var reversing = new TransferState.Reversing(VoidReason.TIMED_OUT, paid);
        store.put(FakeStore.in(found(id), reversing, Samples.NOON));
    }

    @Override
    protected Transfer found(TransferId id) {
        return store.find(id).orElseThrow();
    }
}
