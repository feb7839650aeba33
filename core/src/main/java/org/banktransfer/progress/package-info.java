/// How far long work has come, for whoever waits for it.
///
/// Read [ProgressBar]. It is no rule of the bank's; it is here because all that commands of the
/// program and of the simulation have in common is `core`. Nothing else in `core` uses it.
@NullMarked
package org.banktransfer.progress;

import org.jspecify.annotations.NullMarked;
