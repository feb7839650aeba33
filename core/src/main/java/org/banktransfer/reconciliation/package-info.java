/// Our books held against what the institutions say: sums side by side, and every difference with
/// the transfer it belongs to.
///
/// Read [Reconciliation] for look-ups, then [Statements] and [StatementReconciliation] for
/// statements. Deliberately not here: any way to change either side, and any file format.
@NullMarked
package org.banktransfer.reconciliation;

import org.jspecify.annotations.NullMarked;
