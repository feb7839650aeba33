package org.banktransfer.service.planted.telemetry;

import org.banktransfer.service.planted.simulation.PlantedWorld;

/// A program that runs in a world that is not there.
public final class UsesTheSimulation {

    public PlantedWorld world() {
        return new PlantedWorld();
    }
}
