/// Stands for the room `connector`.
@NullMarked
package org.banktransfer.service.planted.connector;

import org.jspecify.annotations.NullMarked;
