/// A transfer, the decision table that says what is owed to it, and the engine that drives it on.
///
/// Read [DecisionTable] first: all that the protocol decides is there. Then [TransferEngine], which
/// request path, recovery and simulation all run, and [Redemption], the customer's way in.
/// Deliberately not here: SQL, HTTP, threads, the clock.
@NullMarked
package org.banktransfer.transfer;

import org.jspecify.annotations.NullMarked;
