/// Statements of institutions: had from the institution or from a file, and read from the two
/// formats of the published contract.
///
/// Read [StatementText] first, then [HttpStatements]. Deliberately not here: what a statement means
/// for our books.
@NullMarked
package org.banktransfer.service.connector.statement;

import org.jspecify.annotations.NullMarked;
