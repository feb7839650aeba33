/// The walls inside `core`, and that each of them holds.
///
/// Read [WallsTest]. Deliberately not here: what the rooms promise, which their own tests say.
@NullMarked
package org.banktransfer;

import org.jspecify.annotations.NullMarked;
