package org.banktransfer.planted.ledger;

import org.banktransfer.planted.institution.PlantedPin;

/// A ledger that knows of cards.
public final class LooksSideways {

    public PlantedPin pin() {
        return new PlantedPin();
    }
}
