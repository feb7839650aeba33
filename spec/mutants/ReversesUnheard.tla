--------------------------- MODULE ReversesUnheard --------------------------
\* Rule:     Reverse only what was voided.
\* Broken:   Silence of the ledger is taken for a void.
\* Checked:  small
\* Override: Owes <- BrokenOwes
\* Violates: ReversedOnlyIfVoided
EXTENDS Checked

BrokenOwes(known, may) ==
  IF known.ledger = "no answer" /\ known.reversal = "not asked"
  THEN "reverse" ELSE Table(known, may)
=============================================================================
