@NullMarked
package org.banktransfer.service.telemetry;

import org.jspecify.annotations.NullMarked;
