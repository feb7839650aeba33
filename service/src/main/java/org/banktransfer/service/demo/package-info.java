/// The main job, shown on real parts: a real PostgreSQL, the sandbox and the service as processes
/// of their own, real HTTP, real SIGKILL.
///
/// Read [Demo], then [Scenarios]. [World] starts and stops the parts; the acceptance tests use it,
/// too. Deliberately not here: anything the service needs to run.
@NullMarked
package org.banktransfer.service.demo;

import org.jspecify.annotations.NullMarked;
