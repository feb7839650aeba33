/// A bank in memory for tests of the parts around it: store, ledger and institution, each with the
/// faults that a test asks for. Read [FakeBank] first. Deliberately not here: the contracts that
/// real stores must pass.
@NullMarked
package org.banktransfer.service.fake;

import org.jspecify.annotations.NullMarked;
