/// Trouble made for a database on purpose, by tests and by chaos: locks that are held, connections
/// that are all taken.
///
/// Deliberately not here: anything the service needs to run.
@NullMarked
package org.banktransfer.service.postgres.trouble;

import org.jspecify.annotations.NullMarked;
