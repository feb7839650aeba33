/// How webhooks are delivered, and what keeps them from going where they must not.
@NullMarked
package org.banktransfer.service.webhook;

import org.jspecify.annotations.NullMarked;
