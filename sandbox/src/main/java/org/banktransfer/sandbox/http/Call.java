package org.banktransfer.sandbox.http;

import org.banktransfer.sandbox.faults.Operation;
import org.banktransfer.sandbox.rules.Quirk;
import org.jspecify.annotations.Nullable;

/// One call of the contract, read and ready to be carried out, once, twice, later or never.
///
/// @param id the transfer id, or the statement's date, or `?` if it had not even the form of one
/// @param card the card it names, if it does; never printed
/// @param act carries it out and says what to answer
record Call(Operation operation, String id, @Nullable String card, Act act) {

    /// Carrying a call out.
    interface Act {
        /// @param quirk what not to keep of the contract this time
        /// @throws Refusal if it is not to be carried out
        Answer under(Quirk quirk);
    }

    /// Says nothing of the card.
    @Override
    public String toString() {
        return operation + " " + id;
    }
}
