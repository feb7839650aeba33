---------------------------- MODULE PressUnguarded --------------------------
\* Rule:     A card has one unsettled transfer at most.
\* Broken:   A second press is accepted while the first is unsettled.
\* Checked:  presses
\* Override: MayAccept <- BrokenMayAccept
\* Violates: OneAtATime
EXTENDS Checked

BrokenMayAccept(t) == TRUE
=============================================================================
