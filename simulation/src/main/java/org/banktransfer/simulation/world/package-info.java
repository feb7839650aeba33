/// Small worlds in which everything may go wrong, each made from one number: the production engine,
/// redemption and recovery on several nodes, an institution or three, a ledger, a store, a network
/// and customers who press, on a clock that only moves when the world says so.
///
/// Read [World], then [FaultKind] and [Checks]; [Tape] is where all chance comes from. Deliberately
/// not here: any rule of the protocol (core has them), threads, and real time.
@NullMarked
package org.banktransfer.simulation.world;

import org.jspecify.annotations.NullMarked;
