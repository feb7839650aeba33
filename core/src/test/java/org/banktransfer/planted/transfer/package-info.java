/// Stands for the room `transfer`.
@NullMarked
package org.banktransfer.planted.transfer;

import org.jspecify.annotations.NullMarked;
