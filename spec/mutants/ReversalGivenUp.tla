--------------------------- MODULE ReversalGivenUp --------------------------
\* Rule:     A reversal is never dropped.
\* Broken:   Recovery passes over a transfer that it has tried to reverse.
\* Checked:  settling
\* Override: Recovers <- BrokenRecovers
\* Violates: EverySettles
EXTENDS Settling

BrokenRecovers(r, t) == <<"reverse", t, 0>> \notin sent /\ Resume(r, t)
=============================================================================
