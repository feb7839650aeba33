/// Recovery on stores in memory, with institutions and a ledger that do as they are told.
@NullMarked
package org.banktransfer.recovery;

import org.jspecify.annotations.NullMarked;
