-------------------------- MODULE PressBelievesVoid -------------------------
\* Rule:     A second press is refused while the first is unsettled.
\* Broken:   A press takes a transfer for reversed that is only voided.
\* Checked:  presses
\* Override: EndKnownToLedger <- BrokenEnd
\* Violates: ToldTheTruth
EXTENDS Checked

BrokenEnd(u) == CASE entry[u].is = "credited" -> {"completed"}
                  [] entry[u].is \in {"voided", "booked"} -> {"reversed"}
                  [] OTHER -> {}
=============================================================================
