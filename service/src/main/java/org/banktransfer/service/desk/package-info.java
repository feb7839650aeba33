/// Where requests wait: transfers that this process has begun and drives on, and the customers who
/// wait to hear of them.
///
/// Read [TransferDesk] first, then [Admission]. Deliberately not here: HTTP, what is owed to a
/// transfer, and the transfers that recovery drives.
@NullMarked
package org.banktransfer.service.desk;

import org.jspecify.annotations.NullMarked;
