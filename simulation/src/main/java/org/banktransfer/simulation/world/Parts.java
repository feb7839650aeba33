package org.banktransfer.simulation.world;

import org.banktransfer.identity.InstitutionName;
import org.banktransfer.institution.CapabilitySheet;
import org.banktransfer.institution.Institution;
import org.banktransfer.ledger.Ledger;
import org.banktransfer.simulation.InMemoryBooks;
import org.banktransfer.simulation.InMemoryTransferStore;
import org.banktransfer.transfer.TransferEngine;
import org.banktransfer.transfer.TransferStore;

/// What a world is made of. Sound as it is; a test that wants to see a world found out puts a
/// broken part in the place of one.
class Parts {

    static final Parts SOUND = new Parts();

    Ledger ledger(Ledger sound, InMemoryBooks books) {
        return sound;
    }

    /// One process's store.
    TransferStore store(InMemoryTransferStore sound) {
        return sound;
    }

    SimulatedInstitution institution(
            InstitutionName name, CapabilitySheet sheet, long clockAhead, World world) {
        return new SimulatedInstitution(name, sheet, clockAhead, world);
    }

    /// One process's connector.
    Institution port(Institution sound) {
        return sound;
    }

    /// One process's desk.
    Desk desk(
            World world,
            NodeProcess process,
            TransferStore store,
            Ledger ledger,
            TransferEngine engine) {
        return new Desk(world, process, store, ledger, engine);
    }
}
