/// Stands for the room `http`.
@NullMarked
package org.banktransfer.service.planted.http;

import org.jspecify.annotations.NullMarked;
