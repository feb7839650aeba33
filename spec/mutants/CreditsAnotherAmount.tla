------------------------- MODULE CreditsAnotherAmount -----------------------
\* Rule:     Credit only what was paid.
\* Broken:   What is credited is what was on the card, not what was paid.
\* Checked:  presses
\* Override: Due <- BrokenDue
\* Violates: Conserved
EXTENDS Checked

BrokenDue(r) == Opening
=============================================================================
