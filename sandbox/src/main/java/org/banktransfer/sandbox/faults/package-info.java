/// The dial: which requests go wrong, and how.
///
/// Read [org.banktransfer.sandbox.faults.Fault] for everything that can be provoked, then
/// [org.banktransfer.sandbox.faults.Dial]. Not here: how a fault looks on the wire.
@NullMarked
package org.banktransfer.sandbox.faults;

import org.jspecify.annotations.NullMarked;
