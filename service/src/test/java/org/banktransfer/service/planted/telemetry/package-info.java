/// Stands for the room `telemetry`.
@NullMarked
package org.banktransfer.service.planted.telemetry;

import org.jspecify.annotations.NullMarked;
