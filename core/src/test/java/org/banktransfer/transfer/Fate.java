package org.banktransfer.transfer;

/// Decides what goes wrong with each call of a fake.
interface Fate {

    Fate KIND = (call, possible) -> Fault.NONE;

    /// @param call the word of the step that makes the call
    /// @param possible what may go wrong with it, apart from nothing
    Fault of(String call, Fault... possible);
}
