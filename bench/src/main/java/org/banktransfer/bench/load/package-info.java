/// The load: many connections, few threads, and the time every answer took.
///
/// Read [LoadGenerator], then [Traffic]. [Seats] are the customers with their accounts and cards.
///
/// Deliberately not here: what is measured of the other processes, and any judgement of speed.
@NullMarked
package org.banktransfer.bench.load;

import org.jspecify.annotations.NullMarked;
