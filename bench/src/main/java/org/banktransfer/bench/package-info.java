/// How fast it is, measured: the command `bench`, and what it starts.
///
/// Read [BenchCommand], then [Scenarios]. [Bank] is the service under load with all its neighbours,
/// [Run] one load of it. `load` makes the load, `measured` reads what is counted, `rig` is the bare
/// PostgreSQL that the service is held against, `report` prints.
///
/// Deliberately not here: any limit on a figure. Whether it is fast enough is for people to say.
@NullMarked
package org.banktransfer.bench;

import org.jspecify.annotations.NullMarked;
