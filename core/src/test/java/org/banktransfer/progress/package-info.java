@NullMarked
package org.banktransfer.progress;

import org.jspecify.annotations.NullMarked;
