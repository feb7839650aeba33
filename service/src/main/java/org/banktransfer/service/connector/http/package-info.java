/// The published HTTP contract, version 1: `PUT` and `GET /v1/cash-outs/{id}` and `PUT
/// /v1/cash-outs/{id}/reversal`.
///
/// Read [HttpLine], then [Answers], which says what each answer means, and [Exchange], which makes
/// sure that a call is one request within its time; [CardKeys] has the keys that cards are
/// encrypted to. Deliberately not here: repeats, redirects, cookies, compression, proxies.
@NullMarked
package org.banktransfer.service.connector.http;

import org.jspecify.annotations.NullMarked;
