---------------------------- MODULE BookedTooEarly --------------------------
\* Rule:     Book a reversal when it is acknowledged.
\* Broken:   It is booked when the institution has taken it on.
\* Checked:  sheets
\* Override: Owes <- BrokenOwes
\* Violates: BookedOnlyIfWhole
EXTENDS Checked

BrokenOwes(known, may) ==
  IF known.ledger = "voided" /\ known.reversal = "reversing"
  THEN "book_reversal" ELSE Table(known, may)
=============================================================================
