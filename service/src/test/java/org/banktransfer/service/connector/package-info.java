/// The guards, and the settings they are made from.
@NullMarked
package org.banktransfer.service.connector;

import org.jspecify.annotations.NullMarked;
