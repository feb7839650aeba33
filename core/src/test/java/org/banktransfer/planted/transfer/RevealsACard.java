package org.banktransfer.planted.transfer;

import org.banktransfer.planted.institution.PlantedPin;

import java.util.function.Supplier;

/// A rule that reads a secret.
public final class RevealsACard {

    public String directly(PlantedPin pin) {
        return pin.reveal();
    }

    public Supplier<String> later(PlantedPin pin) {
        return pin::reveal;
    }
}
