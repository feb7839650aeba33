/// The loop that finishes what was interrupted: claims transfers that are due and runs the engine
/// on them until the run is over.
///
/// Read [Recovery]. Deliberately not here: what is owed to a transfer (the decision table says),
/// threads, periods and logs (whoever owns the loop has them), and any memory of earlier rounds
/// (the store has it).
@NullMarked
package org.banktransfer.recovery;

import org.jspecify.annotations.NullMarked;
