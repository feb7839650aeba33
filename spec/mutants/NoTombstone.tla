----------------------------- MODULE NoTombstone ----------------------------
\* Rule:     Reversing closes the door.
\* Broken:   A reversal leaves nothing that would refuse a later cash-out.
\* Checked:  small
\* Override: Unseen <- BrokenUnseen
\* Violates: BookedOnlyIfWhole
EXTENDS Checked

BrokenUnseen(t) == "none"
=============================================================================
