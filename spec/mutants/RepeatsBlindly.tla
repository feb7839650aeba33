---------------------------- MODULE RepeatsBlindly --------------------------
\* Rule:     Send a cash-out again only where a repeat is taken for one.
\* Broken:   It is sent again to an institution that takes it for a new one.
\* Checked:  sheets
\* Override: Repeats <- BrokenRepeats
\* Violates: Conserved
EXTENDS Checked

BrokenRepeats(r) == TRUE
=============================================================================
