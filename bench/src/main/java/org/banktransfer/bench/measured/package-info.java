/// What the machine, the processes and PostgreSQL count by themselves, read before and after.
///
/// Read [Snapshot]. Deliberately not here: what the load's answers took, which `load` measures.
@NullMarked
package org.banktransfer.bench.measured;

import org.jspecify.annotations.NullMarked;
