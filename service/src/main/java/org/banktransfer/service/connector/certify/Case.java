package org.banktransfer.service.connector.certify;

/// One thing that the contract promises, and how it is tried.
///
/// @param name what it is called in reports, and stays called
/// @param promise what is to hold, as a sentence
/// @param why what goes wrong where it does not
/// @param script tries it
record Case(String name, String promise, String why, Script script) {

    /// Tries one case, from a card with its whole balance on it. Whatever it takes from the card is
    /// put back afterwards.
    @FunctionalInterface
    interface Script {

        /// @throws Unmet if it does not hold
        void run(Trial trial) throws Unmet, InterruptedException;
    }
}
