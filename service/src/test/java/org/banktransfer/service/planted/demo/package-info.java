/// Stands for the room `demo`.
@NullMarked
package org.banktransfer.service.planted.demo;

import org.jspecify.annotations.NullMarked;
