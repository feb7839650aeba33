/// Checks the TLA+ model of the protocol, its mutants, and traces of what really happened, with TLC
/// in a process of its own. Read [ModelChecker] and [TraceChecker] first; `spec/README.md` is about
/// the model itself. Nothing of the program is used here: the model is held against it by tests.
@NullMarked
package org.banktransfer.spec;

import org.jspecify.annotations.NullMarked;
