/// What every store must do, as tests: each sentence of the ports' contracts, races included. The
/// in-memory stores and PostgreSQL run the same ones, so the simulated world is honest.
///
/// Read [LedgerContract] and [AcceptanceContract]. Deliberately not here: what only a real database
/// can show, such as what it refuses its owner or keeps through a crash.
@NullMarked
package org.banktransfer.simulation.contract;

import org.jspecify.annotations.NullMarked;
