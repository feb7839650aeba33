package org.banktransfer.service.demo;

import java.io.IOException;

/// One thing that happens to a customer, played on real parts.
///
/// @param title what happens, in a customer's words
/// @param play makes it happen
record Scenario(String title, Play play) {

    /// Plays a scenario on a fresh card and a fresh account.
    @FunctionalInterface
    interface Play {

        /// @throws IOException if a part that should answer did not
        Result on(Stage stage) throws IOException, InterruptedException;
    }

    /// What came of it.
    ///
    /// @param saw what the customer saw, in order
    /// @param asItShouldBe whether the customer saw the truth and the money is where it should be
    record Result(String saw, boolean asItShouldBe) {}
}
