/// Certificates for tests, made by the JDK's own tool.
@NullMarked
package org.banktransfer.service.tls;

import org.jspecify.annotations.NullMarked;
