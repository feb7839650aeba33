----------------------------- MODULE SilenceIsNo ----------------------------
\* Rule:     Never guess.
\* Broken:   A cash-out without an answer is closed as declined.
\* Checked:  small
\* Override: Owes <- BrokenOwes
\* Violates: ToldTheTruth
EXTENDS Checked

BrokenOwes(known, may) ==
  IF known.ledger = "open" /\ known.cashOut = "unknown"
  THEN "close" ELSE Table(known, may)
=============================================================================
