-------------------------- MODULE TombstoneForgotten ------------------------
\* Rule:     Reversing closes the door.
\* Broken:   The tombstone does not outlast the first late cash-out.
\* Checked:  small
\* Override: TakenForNew <- BrokenTakenForNew
\* Violates: BookedOnlyIfWhole
EXTENDS Checked

BrokenTakenForNew(t) == cashOut[t] \in {"none", "blocked"}
=============================================================================
