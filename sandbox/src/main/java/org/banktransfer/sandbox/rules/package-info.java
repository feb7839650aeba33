/// What the institution decides, as pure functions: from what is on record and what is asked to the
/// ruling.
///
/// Read [org.banktransfer.sandbox.rules.Rules] first, then [org.banktransfer.sandbox.rules.Entry]
/// for what can be on record about a transfer id. Not here: SQL, HTTP, the clock, and card numbers
/// or PINs beyond one request.
@NullMarked
package org.banktransfer.sandbox.rules;

import org.jspecify.annotations.NullMarked;
