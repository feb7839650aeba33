/// Chaos itself, tested: that it goes through, and that it would notice.
@NullMarked
package org.banktransfer.service.chaos;

import org.jspecify.annotations.NullMarked;
