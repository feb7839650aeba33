/// The audit of live data: every balance recomputed, every invariant checked, every transfer of a
/// period asked about at its institution.
///
/// Read [Audit], then [AuditReport]. Deliberately not here: any statement that writes.
@NullMarked
package org.banktransfer.service.audit;

import org.jspecify.annotations.NullMarked;
