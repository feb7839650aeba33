/// Stands for the room `recovery`.
@NullMarked
package org.banktransfer.service.planted.recovery;

import org.jspecify.annotations.NullMarked;
