/// The limit: what bare PostgreSQL takes for the rows of a transfer, written as leanly as they can
/// be written correctly, over the schema of the service.
///
/// Read [LimitRig]. Deliberately not here: anything that asks, decides or answers.
@NullMarked
package org.banktransfer.bench.rig;

import org.jspecify.annotations.NullMarked;
