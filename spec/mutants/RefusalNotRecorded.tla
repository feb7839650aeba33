-------------------------- MODULE RefusalNotRecorded ------------------------
\* Rule:     A refusal is itself a void.
\* Broken:   The ledger refuses a credit and records nothing.
\* Checked:  small
\* Override: RecordRefusal <- BrokenRefusal
\* Override: SaysOfCredit <- BrokenAnswer
\* Violates: ReversedOnlyIfVoided
EXTENDS Checked

BrokenRefusal(t, amount) == UNCHANGED ledger
BrokenAnswer(t) == IF entry'[t].is = "open" THEN "voided" ELSE entry'[t].is
=============================================================================
