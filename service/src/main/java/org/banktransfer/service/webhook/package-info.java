/// Takes events to other systems' webhook endpoints, as the Standard Webhooks specification 1.0.0
/// says: <https://www.standardwebhooks.com>.
///
/// Read [Courier], then [Post]. Deliberately not here: the queues (the store has them, and leases
/// what is due to one node), the shape of an event (`http` words it), the management of endpoints.
@NullMarked
package org.banktransfer.service.webhook;

import org.jspecify.annotations.NullMarked;
