------------------------- MODULE LastInstantForgotten -----------------------
\* Rule:     Without tombstones, wait until the cash-out has expired on any clock.
\* Broken:   The very instant in which it expires counts as after.
\* Checked:  expiry
\* Override: MayStillArrive <- BrokenMayStillArrive
\* Violates: BookedOnlyIfWhole
EXTENDS Checked

BrokenMayStillArrive(t, reading) == ~sheet.tombstones /\ reading < Expires + Skew
=============================================================================
