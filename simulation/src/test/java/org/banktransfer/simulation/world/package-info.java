/// The simulator runs, repeats itself exactly, and finds what is broken on purpose.
@NullMarked
package org.banktransfer.simulation.world;

import org.jspecify.annotations.NullMarked;
