/// The world in a box: the command that simulates, and stores that live in memory, for simulated
/// days and fast tests.
///
/// Read [InMemoryTransferStore] and [InMemoryLedger]; that they behave as the real ones do is shown
/// by the contracts in `contract`, which both run. The simulated worlds are in `world`.
/// Deliberately not here: threads, clocks, chance, and any rule of its own.
@NullMarked
package org.banktransfer.simulation;

import org.jspecify.annotations.NullMarked;
