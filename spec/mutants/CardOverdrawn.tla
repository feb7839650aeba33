---------------------------- MODULE CardOverdrawn ---------------------------
\* Rule:     No card pays what it does not hold.
\* Broken:   The institution does not look at the balance.
\* Checked:  presses
\* Override: Payable <- BrokenPayable
\* Violates: NeverOverdrawn
EXTENDS Checked

BrokenPayable(t) == IF Asked[t] = 0 THEN card[CardOf[t]] ELSE Asked[t]
=============================================================================
