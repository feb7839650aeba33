--------------------------- MODULE CreditAfterVoid --------------------------
\* Rule:     The first decision of the ledger wins.
\* Broken:   A credit that comes after a void is taken.
\* Checked:  small
\* Override: TakeCredit <- BrokenCredit
\* Violates: DecidedOnce
EXTENDS Checked

BrokenCredit(t, amount) ==
  IF entry[t].is \notin {"open", "voided"} THEN UNCHANGED ledger
  ELSE Decide(t, "credited", amount,
              [due |-> books.due + amount - entry[t].amount,
               customers |-> books.customers + amount,
               transit |-> books.transit - entry[t].amount])
=============================================================================
