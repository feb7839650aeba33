/// Stands for a room nobody has drawn.
@NullMarked
package org.banktransfer.planted.stray;

import org.jspecify.annotations.NullMarked;
