/// The figures, for people and for machines, and the plot.
///
/// Read [Report]. Deliberately not here: how any figure is come by.
@NullMarked
package org.banktransfer.bench.report;

import org.jspecify.annotations.NullMarked;
