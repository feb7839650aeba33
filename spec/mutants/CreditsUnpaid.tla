---------------------------- MODULE CreditsUnpaid ---------------------------
\* Rule:     Credit only what was paid.
\* Broken:   A cash-out without an answer is credited in good faith.
\* Checked:  small
\* Override: Owes <- BrokenOwes
\* Violates: CreditedOnlyIfPaid
EXTENDS Checked

BrokenOwes(known, may) ==
  IF known.ledger = "open" /\ known.cashOut = "unknown"
  THEN "credit" ELSE Table(known, may)
=============================================================================
