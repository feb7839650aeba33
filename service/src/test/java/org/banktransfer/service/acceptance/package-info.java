/// What the bank promises, held to on real parts: the service and the sandbox institution as
/// processes, PostgreSQL as it ships, HTTP on the loopback interface.
///
/// Read [org.banktransfer.service.acceptance.Bank], which starts the parts, then any test.
/// Deliberately not here: fakes.
@NullMarked
package org.banktransfer.service.acceptance;

import org.jspecify.annotations.NullMarked;
