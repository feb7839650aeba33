/// Micro-benchmarks, by JMH: what one call of a few small parts takes that every transfer passes.
///
/// Read [MicroCommand]. Of parts that only their own package may call, the benchmarks stand in
/// packages of the same names, as tests do: `service.http` and `service.postgres` of this module.
@NullMarked
package org.banktransfer.bench.micro;

import org.jspecify.annotations.NullMarked;
