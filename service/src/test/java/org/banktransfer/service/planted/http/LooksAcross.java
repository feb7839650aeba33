package org.banktransfer.service.planted.http;

import org.banktransfer.service.planted.postgres.PlantedStore;

/// A route that knows the database.
public final class LooksAcross {

    public PlantedStore store() {
        return new PlantedStore();
    }
}
