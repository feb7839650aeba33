--------------------------- MODULE VoidAfterCredit --------------------------
\* Rule:     The first decision of the ledger wins.
\* Broken:   A void that comes after a credit is taken.
\* Checked:  small
\* Override: TakeVoid <- BrokenVoid
\* Violates: Conserved
EXTENDS Checked

BrokenVoid(t, amount) ==
  IF entry[t].is \notin {"open", "credited"} THEN UNCHANGED ledger
  ELSE Decide(t, "voided", amount, InTransit(amount))
=============================================================================
