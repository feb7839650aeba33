/// The keys that cards are encrypted to.
///
/// Read [org.banktransfer.sandbox.keys.CardKeys]. Not here: what is in an opened card, and whether
/// the card may pay.
@NullMarked
package org.banktransfer.sandbox.keys;

import org.jspecify.annotations.NullMarked;
