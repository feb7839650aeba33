/// The customer API over real sockets, before a bank in memory. Read [ApiWorld] first; it holds
/// every exchange to the published contract.
@NullMarked
package org.banktransfer.service.http;

import org.jspecify.annotations.NullMarked;
