/// Stands for the room `postgres`.
@NullMarked
package org.banktransfer.service.planted.postgres;

import org.jspecify.annotations.NullMarked;
