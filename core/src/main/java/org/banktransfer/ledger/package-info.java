/// The internal ledger: accounts, postings, and the one decision on each transfer, credited or
/// voided.
///
/// Read [Ledger], then [LedgerAnswer] and [Posting]; the rules that may refuse a credit are
/// [CreditRule]s. Deliberately not here: what a transfer is, and how the ledger is stored.
@NullMarked
package org.banktransfer.ledger;

import org.jspecify.annotations.NullMarked;
