package org.banktransfer.planted.institution;

/// A secret that can be revealed.
public final class PlantedPin {

    public String reveal() {
        return "4821";
    }

    /// The type itself may.
    @Override
    public String toString() {
        return "*".repeat(reveal().length());
    }
}
