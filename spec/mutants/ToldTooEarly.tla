----------------------------- MODULE ToldTooEarly ---------------------------
\* Rule:     Tell reversed when the card is whole.
\* Broken:   It is told when a reversal was asked for.
\* Checked:  small
\* Override: Owes <- BrokenOwes
\* Violates: ToldTheTruth
EXTENDS Checked

BrokenOwes(known, may) ==
  IF known.ledger = "voided" /\ known.reversal = "unknown"
  THEN "close" ELSE Table(known, may)
=============================================================================
