---------------------------- MODULE ReversedTwice ---------------------------
\* Rule:     The institution and the ledger dedupe on the id.
\* Broken:   A repeated reversal refunds again, as one under a new id would.
\* Checked:  small
\* Override: MayRefund <- BrokenMayRefund
\* Violates: Conserved
EXTENDS Checked

BrokenMayRefund(t) == cashOut[t] \in {"approved", "reversed"}
=============================================================================
