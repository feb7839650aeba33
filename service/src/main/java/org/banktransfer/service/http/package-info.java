/// Customers and their apps: transfers, accounts, problems, authentication, and the page for
/// phones. Read [TransferRoutes] first: a press of the button, in the order in which it is checked.
/// Then [ProblemCode], and [Edge], through which every request comes in. Deliberately not here:
/// what is decided of a transfer (`core`), who drives it on (`desk`), and where anything is kept.
@NullMarked
package org.banktransfer.service.http;

import org.jspecify.annotations.NullMarked;
