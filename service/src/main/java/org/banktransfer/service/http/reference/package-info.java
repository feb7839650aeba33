/// The published contracts as pages to read: OpenAPI 3.1 in, plain HTML out, without script,
/// without anything from elsewhere.
///
/// Read [ReferencePage]. Deliberately not here: trying calls out from the page, which would put
/// tokens and cards into it.
@NullMarked
package org.banktransfer.service.http.reference;

import org.jspecify.annotations.NullMarked;
