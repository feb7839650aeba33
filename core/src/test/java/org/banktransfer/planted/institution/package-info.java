/// Stands for the room `institution`.
@NullMarked
package org.banktransfer.planted.institution;

import org.jspecify.annotations.NullMarked;
