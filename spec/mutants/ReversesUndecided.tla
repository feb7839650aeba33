-------------------------- MODULE ReversesUndecided -------------------------
\* Rule:     Reverse only what was voided.
\* Broken:   A transfer without an answer is reversed while the ledger is still open.
\* Checked:  small
\* Override: Owes <- BrokenOwes
\* Violates: ReversedOnlyIfVoided
EXTENDS Checked

BrokenOwes(known, may) ==
  IF known.ledger = "open" /\ known.cashOut = "unknown" /\ ~may.patience
  THEN "reverse" ELSE Table(known, may)
=============================================================================
