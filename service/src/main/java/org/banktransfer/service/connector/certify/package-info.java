/// The conformance kit: runs the cases of the published HTTP contract against a real institution's
/// test system, and tells what it can and cannot do.
///
/// Read [Certification] first, then [Cases], which lists what is tried and why it matters, and
/// [Attempt], in which one case is tried. What is sent and heard goes over a client of its own, as
/// bare as the wire ([Wire]), so that a case can send what our connector never would; the last case
/// goes through the connector itself. Deliberately not here: any other protocol, any load.
@NullMarked
package org.banktransfer.service.connector.certify;

import org.jspecify.annotations.NullMarked;
