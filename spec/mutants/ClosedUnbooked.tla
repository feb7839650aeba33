---------------------------- MODULE ClosedUnbooked --------------------------
\* Rule:     Book a reversal when it is acknowledged.
\* Broken:   The transfer is closed as reversed and the books are left as they were.
\* Checked:  small
\* Override: Owes <- BrokenOwes
\* Violates: Reconciled
EXTENDS Checked

BrokenOwes(known, may) ==
  IF known.ledger = "voided" /\ known.reversal = "reversed"
  THEN "close" ELSE Table(known, may)
=============================================================================
