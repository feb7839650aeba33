/// Breaches of every wall, one class for each, so that [org.banktransfer.WallsTest] can be seen to
/// catch them. Deliberately not here: anything that runs.
@NullMarked
package org.banktransfer.planted;

import org.jspecify.annotations.NullMarked;
