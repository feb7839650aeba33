---------------------------- MODULE NeverSeenIsNo ---------------------------
\* Rule:     Never guess.
\* Broken:   A cash-out that the institution has not seen is closed as declined.
\* Checked:  small
\* Override: Owes <- BrokenOwes
\* Violates: ToldTheTruth
EXTENDS Checked

BrokenOwes(known, may) ==
  IF known.ledger = "open" /\ known.cashOut = "never seen"
  THEN "close" ELSE Table(known, may)
=============================================================================
