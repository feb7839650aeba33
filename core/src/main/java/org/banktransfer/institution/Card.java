package org.banktransfer.institution;

/// What a customer types to be believed. Lives in memory for one request and is never stored.
public record Card(CardNumber number, Pin pin) {

    /// Overwrites both in memory; nobody can send them from here on. Again does nothing.
    public void wipe() {
        number.wipe();
        pin.wipe();
    }
}
