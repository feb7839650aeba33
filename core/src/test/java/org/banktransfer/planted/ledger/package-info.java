/// Stands for the room `ledger`.
@NullMarked
package org.banktransfer.planted.ledger;

import org.jspecify.annotations.NullMarked;
