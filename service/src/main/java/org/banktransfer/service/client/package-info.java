/// The service as its own commands see it from outside: transfers read over the published API, and
/// told to a person.
///
/// Read [TransferReader], [TransferWatch] and [TransferText]. Deliberately not here: options, exit
/// statuses, and any way to change something.
@NullMarked
package org.banktransfer.service.client;

import org.jspecify.annotations.NullMarked;
