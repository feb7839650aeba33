@NullMarked
package org.banktransfer.service.client;

import org.jspecify.annotations.NullMarked;
