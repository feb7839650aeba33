/// Stands for the room `money`.
@NullMarked
package org.banktransfer.planted.money;

import org.jspecify.annotations.NullMarked;
