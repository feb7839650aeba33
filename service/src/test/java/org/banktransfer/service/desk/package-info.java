/// The desk before a bank in memory: drives, waiting, claims, stopping.
@NullMarked
package org.banktransfer.service.desk;

import org.jspecify.annotations.NullMarked;
