--------------------------- MODULE FinalOverwritten -------------------------
\* Rule:     What is final stays.
\* Broken:   A late write of a state goes over a final one.
\* Checked:  small
\* Override: MayOverwrite <- BrokenMayOverwrite
\* Violates: FinalForGood
EXTENDS Checked

BrokenMayOverwrite(t) == TRUE
=============================================================================
