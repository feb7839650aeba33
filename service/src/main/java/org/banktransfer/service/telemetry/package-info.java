/// What can be seen from outside: metrics in Prometheus form.
///
/// Read [Metrics]. Deliberately not here: decisions of any kind; nothing behaves differently
/// because it is measured.
@NullMarked
package org.banktransfer.service.telemetry;

import org.jspecify.annotations.NullMarked;
