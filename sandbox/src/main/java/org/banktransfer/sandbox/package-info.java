/// A stand-in institution: it holds cards, pays cash-outs and takes them back over the published
/// wire contract, and misbehaves on request.
///
/// Read [org.banktransfer.sandbox.Main] and [org.banktransfer.sandbox.Sandbox] (the wiring) first,
/// then [org.banktransfer.sandbox.rules.Rules], which decides every cash-out and reversal.
///
/// Deliberately not here: anything of the service's. The two sides share
/// `docs/api/institution.yaml` and no code, so they cannot share a misunderstanding.
@NullMarked
package org.banktransfer.sandbox;

import org.jspecify.annotations.NullMarked;
