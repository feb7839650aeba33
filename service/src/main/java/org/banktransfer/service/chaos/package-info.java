/// Chaos on real parts: two nodes, PostgreSQL and the sandbox institution as processes of their
/// own, customers who press whatever happens, and a seeded saboteur. In the end everything is
/// healed, and what every customer was ever told is held against the books of both sides.
///
/// Read [Chaos], then [Judge]; [Schedule] says what the saboteur does and [Parts] how.
/// [TimeToTruth] measures how soon all is settled after one fault.
///
/// Deliberately not here: anything the service needs to run.
@NullMarked
package org.banktransfer.service.chaos;

import org.jspecify.annotations.NullMarked;
