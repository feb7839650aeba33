package org.banktransfer.simulation.world;

import org.banktransfer.ledger.Ledger;
import org.banktransfer.transfer.Transfer;
import org.banktransfer.transfer.TransferEngine;
import org.banktransfer.transfer.TransferStore;

import java.util.Optional;

/// Desks with one thing wrong with each, as the service's own has been.
final class BrokenDesks {

    private BrokenDesks() {}

    /// After a wait it tells what its own drive knows, although the ledger has said more. Found by
    /// an hour of chaos in the service's desk.
    static final class TakesReversingBack extends Desk {

        TakesReversingBack(
                World world,
                NodeProcess process,
                TransferStore store,
                Ledger ledger,
                TransferEngine engine) {
            super(world, process, store, ledger, engine);
        }

        @Override
        Transfer again(Transfer latest) {
            return known(latest).orElseGet(() -> super.again(latest));
        }
    }

    /// Of what it drives it tells what it last saw, and does not ask the ledger.
    static final class BelievesItsOwnDrive extends Desk {

        BelievesItsOwnDrive(
                World world,
                NodeProcess process,
                TransferStore store,
                Ledger ledger,
                TransferEngine engine) {
            super(world, process, store, ledger, engine);
        }

        @Override
        Optional<Transfer> now(Transfer stored) {
            return known(stored).or(() -> super.now(stored));
        }
    }

    /// Says pending where it cannot say.
    static final class SaysPendingWithoutItsLedger extends Desk {

        SaysPendingWithoutItsLedger(
                World world,
                NodeProcess process,
                TransferStore store,
                Ledger ledger,
                TransferEngine engine) {
            super(world, process, store, ledger, engine);
        }

        @Override
        Optional<Transfer> now(Transfer stored) {
            return super.now(stored).or(() -> known(stored)).or(() -> Optional.of(stored));
        }
    }
}
