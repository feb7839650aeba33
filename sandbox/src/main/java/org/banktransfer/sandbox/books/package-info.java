/// The institution's own record, in SQLite: cards, what was asked under each transfer id, and the
/// movements its statements list.
///
/// Read [org.banktransfer.sandbox.books.Books] first, then [org.banktransfer.sandbox.books.Writer],
/// which makes many requests share one flush to disk. Not here: what is decided (see the rules).
@NullMarked
package org.banktransfer.sandbox.books;

import org.jspecify.annotations.NullMarked;
