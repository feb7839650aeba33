/// What we may ask an institution, and everything it may answer.
///
/// Read [Institution], then [CashOutReply], [LookUpReply] and [ReversalReply]. Deliberately not
/// here: any wire format (connectors know those) and any decision (the transfer package takes
/// them).
@NullMarked
package org.banktransfer.institution;

import org.jspecify.annotations.NullMarked;
