---------------------------- MODULE ClocksTrusted ---------------------------
\* Rule:     Without tombstones, wait until the cash-out has expired on any clock.
\* Broken:   The wait ends when our own clock says so.
\* Checked:  expiry
\* Override: MayStillArrive <- BrokenMayStillArrive
\* Violates: BookedOnlyIfWhole
EXTENDS Checked

BrokenMayStillArrive(t, reading) == ~sheet.tombstones /\ reading <= Expires
=============================================================================
