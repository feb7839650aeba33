/// The console over HTTP and in a real browser, before a bank in memory. Read [ConsoleWorld] first.
@NullMarked
package org.banktransfer.service.console;

import org.jspecify.annotations.NullMarked;
