/// Stands for the module of that name.
@NullMarked
package org.banktransfer.service.planted.simulation;

import org.jspecify.annotations.NullMarked;
