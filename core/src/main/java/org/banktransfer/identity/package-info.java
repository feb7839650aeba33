/// The names of things: transfers, accounts, customers, institutions, cards.
///
/// Read [TransferId] first: it is the key on which every party dedupes. Deliberately not here: what
/// the named things are; a card's number (only its [CardFingerprint] may be kept).
@NullMarked
package org.banktransfer.identity;

import org.jspecify.annotations.NullMarked;
