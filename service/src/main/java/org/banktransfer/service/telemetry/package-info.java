/// What can be seen from outside: metrics in Prometheus form, spans for a collector of traces, and
/// the form of the log.
///
/// Read [Metrics], [TransferMetrics] and [Spans]. Deliberately not here: decisions of any kind;
/// nothing behaves differently because it is measured.
@NullMarked
package org.banktransfer.service.telemetry;

import org.jspecify.annotations.NullMarked;
