/// Speaks to institutions: a package per protocol, and here what all protocols share.
///
/// Read [Connectors] first, then [GuardedInstitution], which keeps a slow or dead institution from
/// costing anybody else anything, and [Line], which a protocol implements. Deliberately not here:
/// repeats (the engine repeats, under the same id), and any decision about a transfer.
@NullMarked
package org.banktransfer.service.connector;

import org.jspecify.annotations.NullMarked;
