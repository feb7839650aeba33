/// The operators' pages: is money safe, is anything stuck, what became of one transfer. Rendered
/// here, without a front-end build; a browser without scripts can read all of it. Read
/// [ConsoleRoutes], [Overview] and [TransferPage] first; the templates are in `src/main/jte`.
/// Deliberately not here: the server, and who a token is of, which are `http`'s.
@NullMarked
package org.banktransfer.service.console;

import org.jspecify.annotations.NullMarked;
