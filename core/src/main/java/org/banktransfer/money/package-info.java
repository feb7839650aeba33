/// Amounts: whole minor units of one currency.
///
/// Read [Money], then [RequestedAmount]. Deliberately not here: exchange rates, formatting,
/// fractions.
@NullMarked
package org.banktransfer.money;

import org.jspecify.annotations.NullMarked;
